/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildJvmTest {

  @TempDir Path directory;

  @Test
  void shouldPassArgumentsAsTheyAreAndLogTheOutput() throws Exception {
    List<String> arguments = List.of("two words", "a\"quote", "C:\\path", "");

    try (ChildJvm child = start("echo", Echo.class, arguments)) {
      assertThat(child.onExit().get(30, TimeUnit.SECONDS)).isEqualTo(3);
      assertThat(Files.readAllLines(child.log())).containsExactlyElementsOf(arguments);
    }
  }

  @Test
  void shouldKeepTemporaryFilesInItsDirectory() throws Exception {
    try (ChildJvm child = start("litter", Litter.class, List.of())) {
      assertThat(child.onExit().get(30, TimeUnit.SECONDS)).isZero();
      assertThat(Files.readString(child.log()).strip())
          .startsWith(directory.resolve("tmp").toString());
    }
  }

  @Test
  void shouldEndWithItsParentEvenIfTheParentIsKilled() {
    try (ChildJvm parent = start("parent", Parent.class, List.of(directory.toString()))) {
      Path pidFile = directory.resolve("child.pid");
      await().until(() -> Files.exists(pidFile) && !Files.readString(pidFile).isEmpty());
      ProcessHandle child = handle(pidFile);
      assertThat(child.isAlive()).isTrue();

      parent.kill();

      await().until(() -> !child.isAlive());
    }
  }

  @Test
  void shouldBeGoneWhenClosed() {
    ChildJvm child = start("sleeper", Sleeper.class, List.of());

    child.close();

    assertThat(child.isAlive()).isFalse();
  }

  private ChildJvm start(String name, Class<?> main, List<String> args) {
    return ChildJvm.start(
        new ChildJvm.Spec(
            name, main.getName(), ChildJvm.ownClassPath(), List.of("-Xmx32m"), args, directory));
  }

  private static ProcessHandle handle(Path pidFile) {
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(pidFile))).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Prints its arguments, one a line. */
  public static final class Echo {
    public static void main(String[] args) {
      for (String arg : args) {
        System.out.println(arg);
      }
      System.exit(3);
    }
  }

  /** Leaves a temporary file and prints where. */
  public static final class Litter {
    public static void main(String[] args) throws IOException {
      System.out.println(Files.createTempFile("litter", ".tmp"));
    }
  }

  /** Starts a child of its own and writes down its process id. */
  public static final class Parent {
    public static void main(String[] args) throws Exception {
      Path directory = Path.of(args[0]);
      ChildJvm child =
          ChildJvm.start(
              new ChildJvm.Spec(
                  "child",
                  Sleeper.class.getName(),
                  ChildJvm.ownClassPath(),
                  List.of("-Xmx32m"),
                  List.of(),
                  directory));
      Files.writeString(directory.resolve("child.pid"), String.valueOf(child.pid()));
      Sleeper.main(args);
    }
  }

  /** Does nothing for ever. */
  public static final class Sleeper {
    public static void main(String[] args) {
      while (true) {
        LockSupport.park();
      }
    }
  }
}
