/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream;

import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.reconstream.connection.Refusal;
import io.reconstream.model.bundle.BundleException;
import io.reconstream.schemas.Alert;
import io.reconstream.schemas.Incident;
import io.reconstream.schemas.Latent;
import io.reconstream.schemas.Score;
import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.event.AvroDecoders;
import io.reconstream.stream.event.EventDecoderFactory;
import io.reconstream.stream.event.JsonDecoders;
import io.reconstream.stream.event.RegistrySchemas;
import io.reconstream.stream.event.RegistryUnavailableException;
import io.reconstream.stream.event.SizeLimit;
import io.reconstream.stream.metrics.StreamMetrics;
import io.reconstream.stream.models.ModelDescription;
import io.reconstream.stream.models.ModelFile;
import io.reconstream.stream.runtime.BrokerCheck;
import io.reconstream.stream.runtime.HttpEndpoints;
import io.reconstream.stream.runtime.HttpEndpoints.Answer;
import io.reconstream.stream.runtime.ReaderSchema;
import io.reconstream.stream.runtime.RegistryConnection;
import io.reconstream.stream.runtime.RuntimeRefusal;
import io.reconstream.stream.runtime.SchemaRegistration;
import io.reconstream.stream.runtime.StartException;
import io.reconstream.stream.runtime.StateFolder;
import io.reconstream.stream.runtime.StreamsSettings;
import io.reconstream.stream.scoring.LookAhead;
import io.reconstream.stream.scoring.ScoringThreads;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running instance: everything is checked, then started; {@link #close} ends it gracefully. */
public final class StreamApp implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamApp.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);

  /** How the app ended, as the process's exit code. */
  public static final int STOPPED = 0;

  /** A stream thread failed; the log says why. */
  public static final int FAILED = 3;

  private final Deque<AutoCloseable> resources = new ArrayDeque<>();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final CountDownLatch running = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private KafkaStreams streams;
  private ModelFile model;
  private HttpEndpoints http;
  private volatile Throwable failure;

  private StreamApp() {
    resources.push(meters::close);
  }

  /**
   * Checks bundle, port, broker, topics and registry, in this order, then starts.
   *
   * @throws BundleException if the bundle is refused
   * @throws StartException if anything around the app is not as it should be
   */
  public static StreamApp start(AppConfig config) {
    StreamApp app = new StreamApp();
    try {
      app.run(config);
      return app;
    } catch (RuntimeException e) {
      app.close();
      throw e;
    }
  }

  private void run(AppConfig config) {
    StreamMetrics metrics = new StreamMetrics(meters);
    model = ModelFile.open(config, metrics);
    resources.push(model);
    http = HttpEndpoints.bind(config.httpHost(), config.httpPort(), config.httpToken());
    resources.push(http);
    new BrokerCheck(config).run();
    SchemaRegistryClient registry = RegistryConnection.open(config);
    resources.push(registry);

    ScoringThreads scoring = new ScoringThreads(config.scoringThreads());
    resources.push(scoring);
    LookAhead lookAhead = new LookAhead(Set.copyOf(config.scoredTopics()), scoring);
    Properties settings = StreamsSettings.of(config, lookAhead);
    Topology topology =
        AnomalyTopology.of(
            new AnomalyTopology.Parts(
                config,
                model,
                decoders(config, registry),
                lookAhead,
                metrics,
                StreamsSettings.maxPollInterval(settings),
                register(config, registry)));
    StateFolder state = new StateFolder(settings);
    state.requireWritable(topology);
    streams = streams(topology, settings);
    CloseOptions ending = ending(settings);
    resources.push(() -> stop(ending));
    streams.setStateListener(this::changed);
    RuntimeRefusal refusals = new RuntimeRefusal(config);
    streams.setUncaughtExceptionHandler(error -> failed(error, refusals, metrics, state));
    bindMeters();
    serveHttp();
    streams.start();
    LOG.info("started; health at http://{}:{}/health/ready", config.httpHost(), http.port());
  }

  private static KafkaStreams streams(Topology topology, Properties settings) {
    try {
      return new KafkaStreams(topology, settings);
    } catch (KafkaException e) {
      throw new StartException("Kafka Streams refused its settings: " + Refusal.of(e), e);
    }
  }

  /**
   * Who stops leaves the group, so that neither the others nor its next start wait until its
   * session has run out; but a static member comes back under its name.
   */
  private static CloseOptions ending(Properties settings) {
    boolean named =
        settings.stringPropertyNames().stream()
            .anyMatch(name -> name.endsWith(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG));
    return CloseOptions.timeout(CLOSE_TIMEOUT)
        .withGroupMembershipOperation(
            named
                ? CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP
                : CloseOptions.GroupMembershipOperation.LEAVE_GROUP);
  }

  private void stop(CloseOptions ending) {
    if (!streams.close(ending)) {
      LOG.warn("stream threads did not end within {} s", CLOSE_TIMEOUT.toSeconds());
    }
  }

  private static EventDecoderFactory decoders(AppConfig config, SchemaRegistryClient registry) {
    return new SizeLimit(
        config.eventMaxBytes(),
        switch (config.inputFormat()) {
          case AVRO ->
              new AvroDecoders(
                  new RegistrySchemas(registry), config.readerSchema().map(ReaderSchema::read));
          case JSON -> new JsonDecoders();
        });
  }

  private static AnomalyTopology.OutputSchemas register(
      AppConfig config, SchemaRegistryClient registry) {
    SchemaRegistration registration = new SchemaRegistration(registry, config);
    return new AnomalyTopology.OutputSchemas(
        registration.register(config.alertsTopic(), Alert.getClassSchema()),
        config
            .scoresTopic()
            .map(topic -> registration.register(topic, Score.getClassSchema()))
            .orElse(null),
        config
            .incidentsTopic()
            .map(topic -> registration.register(topic, Incident.getClassSchema()))
            .orElse(null),
        config
            .latentsTopic()
            .map(topic -> registration.register(topic, Latent.getClassSchema()))
            .orElse(null));
  }

  private void changed(KafkaStreams.State now, KafkaStreams.State before) {
    if (now == KafkaStreams.State.RUNNING) {
      running.countDown();
    } else if (now.hasCompletedShutdown()) {
      running.countDown();
      ended.countDown();
    }
  }

  private StreamThreadExceptionResponse failed(
      Throwable error, RuntimeRefusal refusals, StreamMetrics metrics, StateFolder state) {
    failure = error;
    metrics.threadFailed();
    Optional<String> ofState = state.explain(error);
    Optional<String> refusal = refusals.in(error);
    if (ofState.isPresent()) {
      LOG.error("the app stops: {}", ofState.get());
      LOG.debug("where the state failed", error);
    } else if (refusal.isPresent()) {
      LOG.error("the app stops: {}", refusal.get());
    } else if (rootCause(error) instanceof RegistryUnavailableException outage) {
      LOG.error("the app stops: {}", outage.getMessage());
    } else {
      LOG.error("a stream thread failed, the app stops", error);
    }
    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  /** The outermost error that is not Kafka Streams' wrapping. */
  private static Throwable rootCause(Throwable error) {
    Throwable cause = error;
    while (cause instanceof StreamsException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** Beside our own meters those of Kafka, such as lag, and of the JVM. */
  private void bindMeters() {
    KafkaStreamsMetrics kafka = new KafkaStreamsMetrics(streams);
    JvmGcMetrics collections = new JvmGcMetrics();
    resources.push(kafka);
    resources.push(collections);
    List.of(kafka, collections, new JvmMemoryMetrics(), new ProcessorMetrics())
        .forEach(binder -> binder.bindTo(meters));
  }

  private void serveHttp() {
    http.open("/health/live", () -> health(state() != KafkaStreams.State.ERROR));
    http.open("/health/ready", () -> health(state() == KafkaStreams.State.RUNNING));
    http.guarded("/metrics", () -> Answer.text(200, meters.scrape()));
    http.guarded("/model", () -> Answer.json(ModelDescription.of(model.current())));
    http.start();
  }

  private KafkaStreams.State state() {
    return streams.state();
  }

  private Answer health(boolean healthy) {
    return Answer.text(healthy ? 200 : 503, state().name());
  }

  /** Waits until events are taken; false if that took too long, or the app ended. */
  public boolean awaitRunning(Duration timeout) {
    try {
      return running.await(timeout.toMillis(), TimeUnit.MILLISECONDS)
          && state() == KafkaStreams.State.RUNNING;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Waits until the app ended: {@link #STOPPED} if it was closed, {@link #FAILED} if it failed. */
  public int awaitShutdown() {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return failure == null ? STOPPED : FAILED;
  }

  /** Where counters and timers are; see {@link io.reconstream.stream.metrics.StreamMeter}. */
  public MeterRegistry meters() {
    return meters;
  }

  /** The port of the HTTP endpoints. */
  public int httpPort() {
    return http.port();
  }

  /**
   * Finishes and commits what is in flight, then releases everything; a second call does nothing.
   */
  @Override
  public synchronized void close() {
    while (!resources.isEmpty()) {
      AutoCloseable resource = resources.pop();
      try {
        resource.close();
      } catch (Exception e) {
        LOG.warn("not closed cleanly: {}", e.toString());
      }
    }
    ended.countDown();
  }
}
