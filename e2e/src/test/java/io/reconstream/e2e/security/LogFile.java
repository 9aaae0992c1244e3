/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.security;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** Everything that is logged in this JVM at INFO or above, Kafka's settings among it. */
final class LogFile implements AutoCloseable {
  private final Logger app = (Logger) LoggerFactory.getLogger("io.reconstream");
  private final Logger kafka = (Logger) LoggerFactory.getLogger("org.apache.kafka");
  private final Logger confluent = (Logger) LoggerFactory.getLogger("io.confluent");
  private final FileAppender<ILoggingEvent> file = new FileAppender<>();
  private final ListAppender<ILoggingEvent> kept = new ListAppender<>();
  private final List<Level> before;

  private LogFile(Path path) {
    LoggerContext context = app.getLoggerContext();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d %-5level %logger{20} %msg%n");
    encoder.start();
    file.setContext(context);
    file.setEncoder(encoder);
    file.setFile(path.toString());
    file.start();
    kept.setContext(context);
    kept.start();
    before = loggers().map(Logger::getLevel).toList();
    loggers()
        .forEach(
            logger -> {
              logger.setLevel(Level.INFO);
              logger.addAppender(file);
              // the terminal of the build need not have all of it
              logger.setAdditive(false);
            });
    app.addAppender(kept);
  }

  static LogFile open(Path path) {
    return new LogFile(path);
  }

  private Stream<Logger> loggers() {
    return Stream.of(app, kafka, confluent);
  }

  /** Messages of the app's own errors. */
  List<String> errors() {
    return List.copyOf(kept.list).stream()
        .filter(event -> event.getLevel() == Level.ERROR)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Override
  public void close() {
    List<Logger> all = loggers().toList();
    for (int i = 0; i < all.size(); i++) {
      all.get(i).detachAppender(file);
      all.get(i).setLevel(before.get(i));
      all.get(i).setAdditive(true);
    }
    app.detachAppender(kept);
    file.stop();
  }
}
