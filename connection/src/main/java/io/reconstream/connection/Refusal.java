/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.connection;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;

/** Why a broker or a registry cannot be used, as one line for whoever may mend it. */
public final class Refusal {
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  private Refusal() {}

  /**
   * What an error comes down to.
   *
   * @param error of a Kafka client or the registry's
   */
  public static String of(Throwable error) {
    return security(error).orElseGet(() -> plain(error));
  }

  /** The same, only if the error is about certificates, credentials or rights. */
  public static Optional<String> security(Throwable error) {
    List<Throwable> chain = chain(error);
    for (Throwable cause : innermostFirst(chain)) {
      Optional<String> certificate = certificate(cause);
      if (certificate.isPresent()) {
        return certificate;
      }
    }
    for (Throwable cause : innermostFirst(chain)) {
      Optional<String> right = credentials(cause);
      if (right.isPresent()) {
        return right;
      }
    }
    return Optional.empty();
  }

  /** Whether asking again is of no use: a certificate, a password or a right is wrong. */
  public static boolean isFinal(Throwable error) {
    return security(error).isPresent();
  }

  private static Optional<String> certificate(Throwable cause) {
    if (cause instanceof CertificateExpiredException) {
      return Optional.of("its certificate has expired (%s)".formatted(cause.getMessage()));
    }
    if (cause instanceof CertificateNotYetValidException) {
      return Optional.of("its certificate is not valid yet (%s)".formatted(cause.getMessage()));
    }
    if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
      return Optional.of(
          "its certificate was issued by nobody that is trusted; ssl.truststore.location must name"
              + " a store with its CA (%s)".formatted(cause.getMessage()));
    }
    if (cause instanceof CertificateException) {
      return Optional.of("its certificate is refused: " + cause.getMessage());
    }
    return Optional.empty();
  }

  private static Optional<String> credentials(Throwable cause) {
    if (cause instanceof SslAuthenticationException || cause instanceof SSLException) {
      return Optional.of("no TLS connection comes about: " + innermost(cause).getMessage());
    }
    if (cause instanceof SaslAuthenticationException) {
      return Optional.of("user or password are wrong (sasl.jaas.config): " + cause.getMessage());
    }
    if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
      return Optional.of(cause.getMessage());
    }
    if (cause instanceof RestClientException rest && rest.getStatus() == UNAUTHORIZED) {
      return Optional.of(
          "user, password or token are wrong or missing (basic.auth.user.info,"
              + " bearer.auth.token): status 401");
    }
    if (cause instanceof RestClientException rest && rest.getStatus() == FORBIDDEN) {
      return Optional.of("the user has no right to that: status 403");
    }
    return Optional.empty();
  }

  /** Errors of set-up say nothing themselves; the text of a login module may be a secret. */
  private static String plain(Throwable error) {
    Throwable cause = innermost(error);
    String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    if (!(cause instanceof KafkaException)) {
      // such as the name of a file alone, where Kafka says what it was for
      message =
          chain(error).stream()
                  .filter(KafkaException.class::isInstance)
                  .reduce((outer, inner) -> inner)
                  .map(kafka -> kafka.getMessage() + ": ")
                  .orElse("")
              + message;
    }
    return message.contains("JAAS config") && !message.contains("JAAS configuration")
        ? "sasl.jaas.config is not as Kafka reads it, expected LOGIN.MODULE.CLASS required"
            + " KEY=\"VALUE\" ... ; with values in quotes and the semicolon at the end"
        : message;
  }

  private static Throwable innermost(Throwable error) {
    List<Throwable> chain = chain(error);
    return chain.get(chain.size() - 1);
  }

  private static List<Throwable> innermostFirst(List<Throwable> chain) {
    List<Throwable> reversed = new ArrayList<>(chain);
    Collections.reverse(reversed);
    return reversed;
  }

  private static List<Throwable> chain(Throwable error) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable cause = error;
        cause != null && !chain.contains(cause);
        cause = cause.getCause()) {
      chain.add(cause);
    }
    return chain;
  }
}
