/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.security;

import static org.awaitility.Awaitility.await;

import io.reconstream.local.broker.BrokerProcess;
import io.reconstream.local.process.LoopbackPort;
import io.reconstream.local.registry.LocalRegistry;
import io.reconstream.stream.runtime.Right;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.ResourcePattern;

/**
 * A broker with SASL_SSL and ACLs, and a registry behind TLS and credentials. The user {@value
 * #USER} may do what is granted, and nothing else; the test itself comes in by a listener that is
 * not guarded.
 */
final class GuardedServices implements AutoCloseable {
  static final String USER = "app";
  static final String REGISTRY_USER = "registry-user";

  private final Certificates certificates;
  private final String kafkaPassword = TestSecret.of("kafka");
  private final String registryPassword = TestSecret.of("registry");
  private final String registryToken = TestSecret.of("bearer");
  private final int guardedPort;
  private final int expiredPort;
  private final BrokerProcess broker;
  private final LocalRegistry registry;
  private final GuardedRegistry gateway;
  private final Admin admin;

  GuardedServices(Path directory) throws Exception {
    certificates = Certificates.make(directory.resolve("certificates"));
    List<Integer> ports = LoopbackPort.free(2);
    guardedPort = ports.get(0);
    expiredPort = ports.get(1);
    CompletableFuture<LocalRegistry> starting =
        CompletableFuture.supplyAsync(() -> LocalRegistry.start(directory.resolve("registry")));
    broker = BrokerProcess.start(directory.resolve("broker"), brokerSettings());
    registry = starting.get();
    gateway =
        new GuardedRegistry(
            registry,
            certificates.server(),
            certificates.password(),
            REGISTRY_USER + ":" + registryPassword,
            registryToken);
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    admin
        .alterUserScramCredentials(
            List.of(
                new UserScramCredentialUpsertion(
                    USER,
                    new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096),
                    kafkaPassword)))
        .all()
        .get();
  }

  private Map<String, String> brokerSettings() {
    Map<String, String> settings = new HashMap<>();
    String listeners =
        "GUARDED://127.0.0.1:%d,EXPIRED://127.0.0.1:%d".formatted(guardedPort, expiredPort);
    settings.put("listeners", listeners);
    settings.put("advertised.listeners", listeners);
    settings.put("listener.security.protocol.map", "GUARDED:SASL_SSL,EXPIRED:SASL_SSL");
    keys(settings, "guarded", certificates.server());
    keys(settings, "expired", certificates.expired());
    String prefix = "listener.name.guarded.";
    settings.put(prefix + "sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512,OAUTHBEARER");
    settings.put(
        prefix + "plain.sasl.jaas.config",
        "org.apache.kafka.common.security.plain.PlainLoginModule required user_%s=\"%s\";"
            .formatted(USER, kafkaPassword));
    settings.put(
        prefix + "scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
    settings.put(
        prefix + "oauthbearer.sasl.jaas.config",
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
            + " unsecuredLoginStringClaim_sub=\"broker\";");
    settings.put("listener.name.expired.sasl.enabled.mechanisms", "PLAIN");
    settings.put(
        "listener.name.expired.plain.sasl.jaas.config",
        settings.get(prefix + "plain.sasl.jaas.config"));
    settings.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    settings.put("super.users", "User:ANONYMOUS");
    return settings;
  }

  private void keys(Map<String, String> settings, String listener, Path store) {
    String prefix = "listener.name." + listener + ".ssl.";
    settings.put(prefix + "keystore.type", "PKCS12");
    settings.put(prefix + "keystore.location", store.toString());
    settings.put(prefix + "keystore.password", certificates.password());
    settings.put(prefix + "key.password", certificates.password());
  }

  Certificates certificates() {
    return certificates;
  }

  String kafkaPassword() {
    return kafkaPassword;
  }

  String registryPassword() {
    return registryPassword;
  }

  String registryToken() {
    return registryToken;
  }

  /** For the test itself. */
  String openServers() {
    return broker.bootstrapServers();
  }

  String guardedServers() {
    return "127.0.0.1:" + guardedPort;
  }

  String expiredServers() {
    return "127.0.0.1:" + expiredPort;
  }

  String registryUrl() {
    return gateway.url();
  }

  void createTopics(String... names) throws Exception {
    List<NewTopic> topics = new ArrayList<>();
    for (String name : names) {
      topics.add(new NewTopic(name, 1, (short) 1));
    }
    admin.createTopics(topics).all().get();
  }

  /** Returns when the broker acts by it. */
  void grant(Collection<Right> rights) throws Exception {
    List<AclBinding> bindings = rights.stream().map(GuardedServices::binding).toList();
    admin.createAcls(bindings).all().get();
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> granted().containsAll(bindings));
  }

  /** Returns when the broker acts by it. */
  void withdraw(Collection<Right> rights) throws Exception {
    List<AclBinding> bindings = rights.stream().map(GuardedServices::binding).toList();
    admin.deleteAcls(bindings.stream().map(AclBinding::toFilter).toList()).all().get();
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> bindings.stream().noneMatch(granted()::contains));
  }

  private Collection<AclBinding> granted() throws ExecutionException, InterruptedException {
    return admin.describeAcls(AclBindingFilter.ANY).values().get();
  }

  private static AclBinding binding(Right right) {
    return new AclBinding(
        new ResourcePattern(right.type(), right.name(), right.pattern()),
        new AccessControlEntry("User:" + USER, "*", right.operation(), AclPermissionType.ALLOW));
  }

  @Override
  public void close() {
    admin.close();
    gateway.close();
    registry.close();
    broker.close();
  }
}
