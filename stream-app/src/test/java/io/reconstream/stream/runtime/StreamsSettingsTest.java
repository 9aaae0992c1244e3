/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reconstream.stream.config.AppConfig;
import io.reconstream.stream.scoring.LookAhead;
import io.reconstream.stream.scoring.LookAheadInterceptor;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamsSettingsTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "consumer.", "main.consumer."})
  void shouldKeepTheUsersInterceptorsBeforeOurs(String prefix) {
    assertThat(mainConsumer(Map.of("kafka." + prefix + "interceptor.classes", "com.acme.Audit")))
        .containsEntry(
            "interceptor.classes", "com.acme.Audit," + LookAheadInterceptor.class.getName());
  }

  @Test
  void shouldHaveOurInterceptorAlone() {
    assertThat(mainConsumer(Map.of()))
        .containsEntry("interceptor.classes", LookAheadInterceptor.class.getName())
        .containsEntry("auto.offset.reset", "earliest");
  }

  @Test
  void shouldTakeTheInterceptorsOfTheNarrowestPrefix() {
    assertThat(
            mainConsumer(
                Map.of(
                    "kafka.interceptor.classes", "com.acme.All",
                    "kafka.main.consumer.interceptor.classes", "com.acme.Main")))
        .containsEntry(
            "interceptor.classes", "com.acme.Main," + LookAheadInterceptor.class.getName());
  }

  /** Topics of the app's own are read from their start whatever becomes of the input. */
  @Test
  void shouldReadTheInputAsTheUserSays() {
    Map<String, String> latest = Map.of("kafka.auto.offset.reset", "latest");

    assertThat(StreamsSettings.offsetReset(config(latest))).isEqualTo(AutoOffsetReset.latest());
    assertThat(mainConsumer(latest)).containsEntry("auto.offset.reset", "earliest");
    assertThat(StreamsSettings.offsetReset(config(Map.of()))).isEqualTo(AutoOffsetReset.earliest());
    assertThat(
            StreamsSettings.offsetReset(
                config(Map.of("kafka.consumer.auto.offset.reset", "by_duration:PT2H"))))
        .isEqualTo(AutoOffsetReset.byDuration(Duration.ofHours(2)));
  }

  @Test
  void shouldSayHowTheInputCanBeRead() {
    assertThatThrownBy(
            () -> StreamsSettings.offsetReset(config(Map.of("kafka.auto.offset.reset", "newest"))))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("kafka.auto.offset.reset is 'newest', expected earliest, latest");
  }

  @Test
  void shouldNotKeepAnAlertWaiting() {
    assertThat(producer(Map.of())).containsEntry("linger.ms", 5);
    assertThat(producer(Map.of("kafka.producer.linger.ms", "0"))).containsEntry("linger.ms", "0");
    assertThat(producer(Map.of("kafka.linger.ms", "20"))).containsEntry("linger.ms", "20");
    assertThat(producer(Map.of("kafka.linger.ms", "20", "kafka.producer.linger.ms", "0")))
        .containsEntry("linger.ms", "0");
    assertThat(producer(Map.of("processing.guarantee", "at_least_once")))
        .containsEntry("linger.ms", 5);
  }

  @Test
  void shouldWriteWhatItTakes() {
    Properties settings = settings(Map.of("event.max.bytes", "20000000"));

    assertThat((Integer) settings.get("max.request.size")).isBetween(20_000_001, 20_300_000);
    assertThat(settings.get("topic.max.message.bytes")).isEqualTo(settings.get("max.request.size"));
    assertThat(settings(Map.of("kafka.max.request.size", "7")))
        .containsEntry("max.request.size", "7");
  }

  private static Map<String, Object> mainConsumer(Map<String, String> more) {
    return new StreamsConfig(settings(more)).getMainConsumerConfigs("group", "client", 0);
  }

  private static Map<String, Object> producer(Map<String, String> more) {
    return new StreamsConfig(settings(more)).getProducerConfigs("client");
  }

  private static Properties settings(Map<String, String> more) {
    return StreamsSettings.of(config(more), new LookAhead(Set.of("events")));
  }

  private static AppConfig config(Map<String, String> more) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of(
                "bootstrap.servers", "localhost:9092",
                "schema.registry.url", "http://localhost:8081",
                "input.topics", "events",
                "model.path", "none.onnx"));
    settings.putAll(more);
    return AppConfig.of(settings);
  }
}
