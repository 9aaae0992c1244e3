/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.letters;

import io.reconstream.local.feed.Target;
import java.io.IOException;
import java.io.PrintWriter;
import org.apache.kafka.common.header.Header;

/** Prints a letter in full. */
public final class LetterPrinter {
  private final PrintWriter out;
  private final Target source;
  private final int longest;

  /**
   * @param source whose registry may have the value's schema
   * @param longest of bytes or characters of each part that are printed
   */
  public LetterPrinter(PrintWriter out, Target source, int longest) {
    this.out = out;
    this.source = source;
    this.longest = longest;
  }

  public void print(Letter letter) throws IOException {
    try (ValueText text = new ValueText(source, longest)) {
      line("letter", letter.record().topic() + ":" + letter.place());
      line("source", Printable.of(letter.source()));
      line("time", Letter.text(letter.time()));
      line("reason", Printable.of(letter.reason()));
      line("message", Printable.of(letter.message()));
      if (letter.isCut()) {
        line("cut", "this is not the whole record, which is at its source");
      }
      line("key", text.plain(letter.record().key()));
      line("value", text.of(letter.record().value()));
      for (Header header : letter.headers()) {
        line("header", Printable.of(header.key()) + " = " + text.plain(header.value()));
      }
    }
    out.flush();
  }

  private void line(String name, String value) {
    out.printf("%-8s %s%n", name, value);
  }
}
