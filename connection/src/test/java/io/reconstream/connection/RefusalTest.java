/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.net.ConnectException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.junit.jupiter.api.Test;

class RefusalTest {

  private static Throwable handshake(Exception why) {
    SSLHandshakeException handshake = new SSLHandshakeException("failed");
    handshake.initCause(why);
    return new SslAuthenticationException("SSL handshake failed", handshake);
  }

  @Test
  void shouldTellCertificatesApart() {
    assertThat(Refusal.of(handshake(new CertificateExpiredException("NotAfter: Monday"))))
        .isEqualTo("its certificate has expired (NotAfter: Monday)");
    assertThat(Refusal.of(handshake(new CertPathBuilderException("no path"))))
        .contains("issued by nobody that is trusted")
        .contains("ssl.truststore.location");
  }

  @Test
  void shouldTellWhatAskingAgainDoesNotMend() {
    assertThat(Refusal.isFinal(new SaslAuthenticationException("no"))).isTrue();
    assertThat(Refusal.isFinal(new RestClientException("no", 401, 401))).isTrue();
    assertThat(Refusal.isFinal(new ConnectException("refused"))).isFalse();
    assertThat(Refusal.isFinal(new RestClientException("busy", 503, 503))).isFalse();
  }

  /** Kafka quotes parts of what it cannot parse, which may be part of a password. */
  @Test
  void shouldNotQuoteALoginModule() {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", "127.0.0.1:1",
            "security.protocol", "SASL_PLAINTEXT",
            "sasl.mechanism", "PLAIN",
            "sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"me\""
                    + " password=s3cr3t-1;s3cr3t-2;");
    try (Admin admin = Admin.create(settings)) {
      assertThat(admin).as("Kafka takes it").isNull();
    } catch (KafkaException e) {
      assertThat(Refusal.of(e))
          .startsWith("sasl.jaas.config is not as Kafka reads it")
          .doesNotContain("s3cr3t");
    }
  }
}
