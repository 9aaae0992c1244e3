/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.stream.config;

import io.reconstream.connection.Settings;
import io.reconstream.connection.SettingsException;
import io.reconstream.model.window.PivotSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;

/** The checked configuration of one stream-app. */
public final class AppConfig {

  static final String APPLICATION_ID = "application.id";
  static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
  static final String REGISTRY_URL = "schema.registry.url";
  static final String INPUT_TOPICS = "input.topics";
  static final String INPUT_FORMAT = "input.format";
  static final String INPUT_LAYOUT = "input.layout";
  static final String LONG_SENSOR_FIELD = "long.sensor.field";
  static final String LONG_VALUE_FIELD = "long.value.field";
  static final String LONG_BUCKET = "long.bucket.ms";
  static final String LONG_FILL = "long.fill";
  static final String LONG_DELAY = "long.delay.ms";
  static final String LONG_MAX_AGE = "long.max.age.ms";
  static final String LONG_UNKNOWN_SENSORS = "long.unknown.sensors";
  static final String READER_SCHEMA = "input.reader.schema";
  static final String ALERTS_TOPIC = "alerts.topic";
  static final String SCORES_TOPIC = "scores.topic";
  static final String LATENTS_TOPIC = "latents.topic";
  static final String DEAD_LETTER_TOPIC = "dead.letter.topic";
  static final String DEAD_LETTER_MAX_BYTES = "dead.letter.max.bytes";
  static final String EVENT_MAX_BYTES = "event.max.bytes";
  static final String TOPICS_CREATE = "topics.create";
  static final String MODEL_PATH = "model.path";
  static final String MODEL_SIGNATURE_KEYS = "model.signature.keys";
  static final String MODEL_CHECK_INTERVAL = "model.check.interval.ms";
  static final String EVENT_TIME_FIELD = "event.time.field";
  static final String KEY_FIELD = "key.field";
  static final String KEY_REPARTITION = "key.repartition";
  static final String KEY_MISSING = "key.missing";
  static final String THRESHOLD_RATE = "threshold.rate";
  static final String THRESHOLD_ALERTS_PER_DAY = "threshold.alerts.per.day";
  static final String THRESHOLD_VALUE = "threshold.value";
  static final String THRESHOLD_MODE = "threshold.mode";
  static final String INCIDENTS_TOPIC = "incidents.topic";
  static final String RULES_TOPIC = "rules.topic";
  static final String POLICY_PREFIX = "policy.";
  static final String POLICY_ANOMALOUS = "policy.anomalous";
  static final String POLICY_OF = "policy.of";
  static final String POLICY_COOL_DOWN = "policy.cool.down.ms";
  static final String POLICY_CLEAR_AFTER = "policy.clear.after";
  static final String POLICY_CLEAR_MARGIN = "policy.clear.margin";
  static final String POLICY_UPDATE_EVERY = "policy.update.every.ms";
  static final String POLICY_MAX_SILENCE = "policy.incident.max.silence.ms";
  static final String POLICY_FEATURES = "policy.features";
  static final String POLICY_MUTES = "policy.mutes";
  static final String WINDOW_REPLAY_ROWS = "window.replay.rows";
  static final String WINDOW_GAP = "window.gap.ms";
  static final String WINDOW_INTERPOLATE_STEP = "window.interpolate.step.ms";
  static final String WINDOW_IDLE_TTL = "window.idle.ttl.ms";
  static final String WINDOW_AHEAD_MAX = "window.ahead.max.ms";
  static final String WINDOW_CACHE_KEYS = "window.cache.keys";
  static final String BATCH_MAX_ROWS = "batch.max.rows";
  static final String THREADS = "threads";
  static final String SCORING_THREADS = "scoring.threads";
  static final String PROCESSING_GUARANTEE = "processing.guarantee";
  static final String STATE_DIR = "state.dir";
  static final String START_TIMEOUT = "start.timeout.ms";
  static final String HTTP_HOST = "http.host";
  static final String HTTP_PORT = "http.port";
  static final String HTTP_TOKEN = "http.token";

  /** What the app's own topic with rows made of measurements is called, between id and suffix. */
  public static final String ROWS = "rows";

  /** The same of the topic with events at the partition of their key. */
  public static final String BY_KEY = "by-key";

  /** Keys that begin so go to Kafka Streams and its clients, without the prefix. */
  static final String KAFKA_PREFIX = "kafka.";

  /** Keys that begin so, other than the URL, go to the registry's client as they are. */
  static final String REGISTRY_PREFIX = "schema.registry.";

  private static final String EXACTLY_ONCE = "exactly_once_v2";

  /** Kafka Streams' keys that have a key of ours. */
  private static final Map<String, String> SET_BY =
      Map.of(
          "application.id", APPLICATION_ID,
          "bootstrap.servers", BOOTSTRAP_SERVERS,
          "num.stream.threads", THREADS,
          "processing.guarantee", PROCESSING_GUARANTEE,
          "state.dir", STATE_DIR);

  /** An adaptive threshold extrapolates beyond this share of its key's scores. */
  private static final double ADAPTIVE_RATE_BELOW = 0.02;

  /** Leaves room for what a request has beside its record, in a number of 32 bits. */
  private static final int LARGEST_RECORD = 1 << 30;

  /** Every key, once. */
  public static final ConfigDef DEFINITION =
      new ConfigDef()
          .define(
              APPLICATION_ID,
              ConfigDef.Type.STRING,
              "reconstream",
              Checks.NOT_EMPTY,
              Importance.HIGH,
              "Names the app to Kafka: consumer group, transactions, offsets. Instances with the"
                  + " same id share the work.")
          .define(
              BOOTSTRAP_SERVERS,
              ConfigDef.Type.LIST,
              ConfigDef.NO_DEFAULT_VALUE,
              Checks.SERVERS,
              Importance.HIGH,
              "Kafka brokers to connect to first, host:port, separated by commas.")
          .define(
              REGISTRY_URL,
              ConfigDef.Type.STRING,
              ConfigDef.NO_DEFAULT_VALUE,
              Checks.HTTP_URLS,
              Importance.HIGH,
              "Base URL of the schema registry (Confluent API); several, separated by commas, are"
                  + " tried in turn. Other schema.registry.* keys go to its client.")
          .define(
              INPUT_TOPICS,
              ConfigDef.Type.LIST,
              ConfigDef.NO_DEFAULT_VALUE,
              Checks.TOPICS,
              Importance.HIGH,
              "Topics with the events to score, separated by commas.")
          .define(
              INPUT_FORMAT,
              ConfigDef.Type.STRING,
              "avro",
              ValidString.in("avro", "json"),
              Importance.HIGH,
              "How events are written: avro (Confluent wire format) or json (one object).")
          .define(
              INPUT_LAYOUT,
              ConfigDef.Type.STRING,
              "wide",
              ValidString.in("wide", "long"),
              Importance.MEDIUM,
              "wide: an event has all values of its machine; long: an event is one measurement (sensor,"
                  + " value), and rows are made of them, see docs/windows.md.")
          .define(
              LONG_SENSOR_FIELD,
              ConfigDef.Type.STRING,
              "sensor",
              Checks.FIELD,
              Importance.MEDIUM,
              "For long: the field with the sensor's id, which is the name of a feature.")
          .define(
              LONG_VALUE_FIELD,
              ConfigDef.Type.STRING,
              "value",
              Checks.FIELD,
              Importance.MEDIUM,
              "For long: the field with the measured value.")
          .define(
              LONG_BUCKET,
              ConfigDef.Type.LONG,
              0L,
              Range.atLeast(0),
              Importance.MEDIUM,
              "For long, required: the time between two rows of a machine, in milliseconds; as in the"
                  + " data that the model was trained on.")
          .define(
              LONG_FILL,
              ConfigDef.Type.STRING,
              "last",
              ValidString.in("last", "interpolate"),
              Importance.LOW,
              "For long: a sensor's value at a row's time; last: its last one before; interpolate:"
                  + " on the line to its next one, where it is a number.")
          .define(
              LONG_DELAY,
              ConfigDef.Type.LONG,
              0L,
              Range.atLeast(0),
              Importance.LOW,
              "For long: how long a row waits for measurements that are late, in milliseconds of"
                  + " event time.")
          .define(
              LONG_MAX_AGE,
              ConfigDef.Type.LONG,
              60_000L,
              Range.atLeast(0),
              Importance.LOW,
              "For long: a sensor without a measurement for longer, in milliseconds, is missing in the"
                  + " rows that follow; 0: its last value stays for ever.")
          .define(
              LONG_UNKNOWN_SENSORS,
              ConfigDef.Type.STRING,
              "dead-letter",
              ValidString.in("dead-letter", "ignore"),
              Importance.LOW,
              "For long: what becomes of measurements of sensors that are no feature; both are counted.")
          .define(
              READER_SCHEMA,
              ConfigDef.Type.STRING,
              "",
              Checks.OPTIONAL_PATH,
              Importance.LOW,
              "Avro schema file (.avsc) whose field aliases and defaults count where the schema of"
                  + " an event lacks a field; empty: the field is missing. Only for avro.")
          .define(
              ALERTS_TOPIC,
              ConfigDef.Type.STRING,
              "alerts",
              Checks.TOPIC,
              Importance.HIGH,
              "Topic that alerts are written to.")
          .define(
              SCORES_TOPIC,
              ConfigDef.Type.STRING,
              "",
              Checks.OPTIONAL_TOPIC,
              Importance.MEDIUM,
              "Topic that the score of every event is written to; empty: none.")
          .define(
              LATENTS_TOPIC,
              ConfigDef.Type.STRING,
              "",
              Checks.OPTIONAL_TOPIC,
              Importance.LOW,
              "Topic that the latent vector of every scored event is written to; empty: none.")
          .define(
              DEAD_LETTER_TOPIC,
              ConfigDef.Type.STRING,
              "dead-letters",
              Checks.TOPIC,
              Importance.HIGH,
              "Topic that events which cannot be scored are written to, as they came, with the"
                  + " reason in headers.")
          .define(
              DEAD_LETTER_MAX_BYTES,
              ConfigDef.Type.INT,
              1_000_000,
              Range.between(20_000, LARGEST_RECORD),
              Importance.LOW,
              "How large a dead letter may be, in bytes: of a larger one value, key and headers are cut,"
                  + " see docs/dead-letters.md. At least 1,000 below the topic's max.message.bytes.")
          .define(
              EVENT_MAX_BYTES,
              ConfigDef.Type.INT,
              1 << 20,
              Range.between(1, LARGEST_RECORD),
              Importance.MEDIUM,
              "How large an event's value may be, in bytes: a larger one is a dead letter.")
          .define(
              TOPICS_CREATE,
              ConfigDef.Type.BOOLEAN,
              false,
              Importance.LOW,
              "Whether topics that are missing are created at start, with the broker's defaults.")
          .define(
              MODEL_PATH,
              ConfigDef.Type.STRING,
              ConfigDef.NO_DEFAULT_VALUE,
              Checks.PATH,
              Importance.HIGH,
              "The bundle file (.onnx). Replace the file to change the model without a restart.")
          .define(
              MODEL_SIGNATURE_KEYS,
              ConfigDef.Type.LIST,
              List.of(),
              Checks.PATHS,
              Importance.MEDIUM,
              "Files with trusted public keys (Ed25519, PEM), separated by commas: a bundle that none of"
                  + " them signed is refused; empty: signatures are not asked for.")
          .define(
              MODEL_CHECK_INTERVAL,
              ConfigDef.Type.LONG,
              10_000L,
              Range.atLeast(100),
              Importance.LOW,
              "How often the bundle file is checked for a new model, in milliseconds.")
          .define(
              EVENT_TIME_FIELD,
              ConfigDef.Type.STRING,
              "",
              Checks.OPTIONAL_FIELD,
              Importance.MEDIUM,
              "The event's field that says when it happened; empty: the record's timestamp.")
          .define(
              KEY_FIELD,
              ConfigDef.Type.STRING,
              "",
              Checks.OPTIONAL_FIELD,
              Importance.MEDIUM,
              "The event's field that says what it is about (a machine, a customer); empty: the"
                  + " record's key.")
          .define(
              KEY_REPARTITION,
              ConfigDef.Type.BOOLEAN,
              false,
              Importance.LOW,
              "Whether events are sent to the partition of key.field first, through a topic of the app's"
                  + " own; needed where the events of one key are spread over partitions.")
          .define(
              KEY_MISSING,
              ConfigDef.Type.STRING,
              "dead-letter",
              ValidString.in("dead-letter", "partition"),
              Importance.LOW,
              "What a window makes of events without a key; dead-letter: a dead letter; partition: one"
                  + " series for each partition.")
          .define(
              THRESHOLD_RATE,
              ConfigDef.Type.DOUBLE,
              null,
              Checks.RATE,
              Importance.MEDIUM,
              "The share of normal events that may raise an alert, above 0 and below 1; empty: the"
                  + " threshold sealed in the bundle.")
          .define(
              THRESHOLD_ALERTS_PER_DAY,
              ConfigDef.Type.DOUBLE,
              null,
              Checks.ABOVE_ZERO,
              Importance.MEDIUM,
              "For adaptive, in place of threshold.rate: the alerts per day that each key may raise while"
                  + " nothing is wrong.")
          .define(
              THRESHOLD_VALUE,
              ConfigDef.Type.DOUBLE,
              null,
              Importance.LOW,
              "A fixed threshold in the score's unit, in place of the sealed one.")
          .define(
              THRESHOLD_MODE,
              ConfigDef.Type.STRING,
              "sealed",
              ValidString.in("sealed", "fixed", "adaptive"),
              Importance.MEDIUM,
              "sealed: from the bundle, or its distribution at threshold.rate; fixed: threshold.value;"
                  + " adaptive: follows each key, with threshold.rate or threshold.alerts.per.day as its"
                  + " false-alarm budget.")
          .define(
              INCIDENTS_TOPIC,
              ConfigDef.Type.STRING,
              "",
              Checks.OPTIONAL_TOPIC,
              Importance.MEDIUM,
              "Topic that incidents are written to when they open, go on and close; empty: none."
                  + " Setting it turns the policy on.")
          .define(
              RULES_TOPIC,
              ConfigDef.Type.STRING,
              "",
              Checks.OPTIONAL_TOPIC,
              Importance.MEDIUM,
              "Topic whose records change the policy.* of a key, or of all keys, while the app runs;"
                  + " empty: none. Setting it turns the policy on.")
          .define(
              POLICY_ANOMALOUS,
              ConfigDef.Type.INT,
              1,
              Range.between(1, Long.SIZE),
              Importance.MEDIUM,
              "k: so many of a key's last policy.of events must be anomalous for an alert. Any"
                  + " policy.* key turns the policy on: one alert per incident.")
          .define(
              POLICY_OF,
              ConfigDef.Type.INT,
              0,
              Range.between(0, Long.SIZE),
              Importance.MEDIUM,
              "n, see policy.anomalous; 0: the same as k.")
          .define(
              POLICY_COOL_DOWN,
              ConfigDef.Type.LONG,
              0L,
              Range.atLeast(0),
              Importance.MEDIUM,
              "Event time after an alert of a key during which it raises no other, in milliseconds.")
          .define(
              POLICY_CLEAR_AFTER,
              ConfigDef.Type.INT,
              10,
              Range.atLeast(1),
              Importance.MEDIUM,
              "So many calm events in a row close a key's incident.")
          .define(
              POLICY_CLEAR_MARGIN,
              ConfigDef.Type.DOUBLE,
              0.0,
              Range.atLeast(0),
              Importance.LOW,
              "How far below the threshold a score must be for a calm event, in the score's unit.")
          .define(
              POLICY_UPDATE_EVERY,
              ConfigDef.Type.LONG,
              60_000L,
              Range.atLeast(0),
              Importance.LOW,
              "Event time between two updates of an open incident, in milliseconds.")
          .define(
              POLICY_MAX_SILENCE,
              ConfigDef.Type.LONG,
              3_600_000L,
              Range.atLeast(0),
              Importance.LOW,
              "A key silent for longer, in milliseconds of event time, has its incident closed; 0:"
                  + " only its events close it.")
          .define(
              POLICY_FEATURES,
              ConfigDef.Type.LIST,
              List.of(),
              Checks.FEATURE_RULES,
              Importance.LOW,
              "What a feature must show to count as a cause of an alert: the side, the smallest"
                  + " difference from the expected value, and that in percent of it; separated by"
                  + " commas, such as Pressure:HIGH:0.5:10%.")
          .define(
              POLICY_MUTES,
              ConfigDef.Type.LIST,
              List.of(),
              Checks.MUTES,
              Importance.LOW,
              "Planned work, separated by commas: events in these stretches of event time raise no"
                  + " alert.")
          .define(
              WINDOW_GAP,
              ConfigDef.Type.LONG,
              0L,
              Range.atLeast(0),
              Importance.MEDIUM,
              "A key silent for longer, in milliseconds of event time, begins its window anew (reset);"
                  + " 0: the window goes on over any gap (hold).")
          .define(
              WINDOW_INTERPOLATE_STEP,
              ConfigDef.Type.LONG,
              0L,
              Range.atLeast(0),
              Importance.LOW,
              "The time between two rows of a key, in milliseconds: rows that are missing are"
                  + " interpolated, at most the window's length less two, beyond which it begins anew;"
                  + " 0: they are not.")
          .define(
              WINDOW_IDLE_TTL,
              ConfigDef.Type.LONG,
              604_800_000L,
              Range.atLeast(0),
              Importance.LOW,
              "A key silent for longer, in milliseconds of event time, is forgotten, its window and"
                  + " what the policy remembers of it; 0: never.")
          .define(
              WINDOW_AHEAD_MAX,
              ConfigDef.Type.LONG,
              3_600_000L,
              Range.atLeast(0),
              Importance.LOW,
              "How far an event's time may be after its record's timestamp, in milliseconds; beyond"
                  + " it no window takes the event in, and the policy takes the timestamp.")
          .define(
              WINDOW_REPLAY_ROWS,
              ConfigDef.Type.INT,
              64,
              Range.atLeast(0),
              Importance.LOW,
              "How many rows of a key are kept beyond its window under at_least_once, so that events"
                  + " that are processed again after a crash have the scores that they had: as many"
                  + " as a key has in kafka.commit.interval.ms. exactly_once_v2 needs none.")
          .define(
              WINDOW_CACHE_KEYS,
              ConfigDef.Type.INT,
              100_000,
              Range.atLeast(1),
              Importance.LOW,
              "How many windows each task keeps in heap; those of other keys are read from the state"
                  + " store when needed.")
          .define(
              BATCH_MAX_ROWS,
              ConfigDef.Type.INT,
              512,
              Range.between(1, 65_536),
              Importance.LOW,
              "How many polled events are scored at once at most; wide models take fewer, see"
                  + " docs/streaming.md.")
          .define(
              THREADS,
              ConfigDef.Type.INT,
              1,
              Range.between(1, 1_024),
              Importance.MEDIUM,
              "Stream threads of this instance; partitions are shared among all threads of all"
                  + " instances.")
          .define(
              SCORING_THREADS,
              ConfigDef.Type.INT,
              null,
              Checks.THREADS,
              Importance.LOW,
              "Threads that score polled events ahead of their turn, for all stream threads; without"
                  + " it as many as threads. 0: each stream thread scores its own.")
          .define(
              PROCESSING_GUARANTEE,
              ConfigDef.Type.STRING,
              EXACTLY_ONCE,
              ValidString.in(EXACTLY_ONCE, "at_least_once"),
              Importance.MEDIUM,
              "What a crash may do to the output: nothing (exactly_once_v2), or repeat some of it"
                  + " (at_least_once).")
          .define(
              STATE_DIR,
              ConfigDef.Type.STRING,
              "",
              Checks.OPTIONAL_PATH,
              Importance.LOW,
              "Folder for local state; empty: kafka-streams in the system's temporary folder.")
          .define(
              START_TIMEOUT,
              ConfigDef.Type.LONG,
              15_000L,
              Range.atLeast(100),
              Importance.LOW,
              "How long broker and registry may take to answer at start, in milliseconds.")
          .define(
              HTTP_HOST,
              ConfigDef.Type.STRING,
              "127.0.0.1",
              Checks.NOT_EMPTY,
              Importance.MEDIUM,
              "Address of /health/live, /health/ready, /metrics and /model; 0.0.0.0 opens them to"
                  + " the network.")
          .define(
              HTTP_PORT,
              ConfigDef.Type.INT,
              8080,
              Range.between(0, 65_535),
              Importance.MEDIUM,
              "Port of the HTTP endpoints; 0 takes a free one.")
          .define(
              HTTP_TOKEN,
              ConfigDef.Type.PASSWORD,
              null,
              Importance.MEDIUM,
              "What a client must send for /metrics and /model, as Authorization: Bearer TOKEN;"
                  + " empty: nothing. /health/* are open.");

  private final AbstractConfig values;
  private final Settings settings;

  private AppConfig(AbstractConfig values, Settings settings) {
    this.values = values;
    this.settings = settings;
  }

  /**
   * Checks settings.
   *
   * @param raw by dotted key; a value such as ${file:/run/secrets/kafka:password} is looked up by a
   *     config provider of Kafka's, see {@link Settings}
   * @throws InvalidConfigException if a key is unknown or a value is not allowed; it lists all, and
   *     shows no secret
   */
  public static AppConfig of(Map<String, String> raw) {
    try {
      Settings settings = Settings.of(raw);
      return checked(settings.values(), settings);
    } catch (SettingsException e) {
      throw new InvalidConfigException(e.problems());
    }
  }

  /**
   * @param values what is checked; references in it are plain text
   * @param known the settings of the file, for the secrets among them
   */
  private static AppConfig checked(Map<String, String> values, Settings known) {
    List<String> problems = new ArrayList<>();
    for (String key : new TreeMap<>(values).keySet()) {
      if (!isKnown(key)) {
        problems.add(
            "unknown key '%s'%s"
                .formatted(
                    key,
                    NearestKey.to(key, DEFINITION.names())
                        .map(", did you mean '%s'?"::formatted)
                        .orElse(", see --print-config for all keys")));
      }
    }
    SET_BY.forEach(
        (kafkas, ours) -> {
          if (values.containsKey(KAFKA_PREFIX + kafkas)) {
            problems.add("key '%s%s' is set by '%s'".formatted(KAFKA_PREFIX, kafkas, ours));
          }
        });
    for (ConfigValue value : DEFINITION.validate(values)) {
      if (values.containsKey(value.name()) || value.errorMessages().isEmpty()) {
        problems.addAll(value.errorMessages());
      } else {
        problems.add(
            "key '%s' is missing: %s"
                .formatted(value.name(), DEFINITION.configKeys().get(value.name()).documentation));
      }
    }
    if (isSet(values, THRESHOLD_RATE) && isSet(values, THRESHOLD_VALUE)) {
      problems.add(
          "both %s (%s) and %s (%s) are set, expected at most one"
              .formatted(
                  THRESHOLD_RATE,
                  values.get(THRESHOLD_RATE),
                  THRESHOLD_VALUE,
                  values.get(THRESHOLD_VALUE)));
    }
    checkVerdict(values, problems);
    checkInput(values, problems);
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(problems.stream().map(known::withoutSecrets).toList());
    }
    return new AppConfig(new AbstractConfig(DEFINITION, values, Map.of(), false), known);
  }

  /** What thresholds and policy need of each other; values of wrong types are told elsewhere. */
  private static void checkVerdict(Map<String, String> settings, List<String> problems) {
    String mode = settings.getOrDefault(THRESHOLD_MODE, "sealed");
    if (mode.equals("fixed") && !isSet(settings, THRESHOLD_VALUE)) {
      problems.add("%s is fixed, expected %s to be set".formatted(THRESHOLD_MODE, THRESHOLD_VALUE));
    }
    boolean perDay = isSet(settings, THRESHOLD_ALERTS_PER_DAY);
    if (perDay && (!mode.equals("adaptive") || isSet(settings, THRESHOLD_RATE))) {
      problems.add(
          "%s is set, expected %s to be adaptive and %s not to be set"
              .formatted(THRESHOLD_ALERTS_PER_DAY, THRESHOLD_MODE, THRESHOLD_RATE));
    }
    if (mode.equals("adaptive") && !perDay) {
      Optional<Double> rate = number(settings.get(THRESHOLD_RATE));
      if (rate.isEmpty() || rate.get() >= ADAPTIVE_RATE_BELOW) {
        problems.add(
            "%s is adaptive and %s is %s, expected a rate above 0 and below %s"
                .formatted(
                    THRESHOLD_MODE,
                    THRESHOLD_RATE,
                    settings.getOrDefault(THRESHOLD_RATE, "not set"),
                    ADAPTIVE_RATE_BELOW));
      }
    }
    Optional<Double> anomalous = number(settings.getOrDefault(POLICY_ANOMALOUS, "1"));
    Optional<Double> of = number(settings.get(POLICY_OF));
    if (anomalous.isPresent() && of.isPresent() && of.get() != 0 && of.get() < anomalous.get()) {
      problems.add(
          "%s is %s, expected at least %s, which is %s"
              .formatted(
                  POLICY_OF,
                  settings.get(POLICY_OF),
                  POLICY_ANOMALOUS,
                  settings.getOrDefault(POLICY_ANOMALOUS, "1")));
    }
  }

  /** What the keys of input need of each other. */
  private static void checkInput(Map<String, String> settings, List<String> problems) {
    if (settings.getOrDefault(INPUT_LAYOUT, "wide").equals("long")
        && number(settings.getOrDefault(LONG_BUCKET, "0"))
            .filter(millis -> millis == 0)
            .isPresent()) {
      problems.add(
          "%s is long, expected %s to be set to the time between two rows"
              .formatted(INPUT_LAYOUT, LONG_BUCKET));
    }
    if (Boolean.parseBoolean(settings.get(KEY_REPARTITION)) && !isSet(settings, KEY_FIELD)) {
      problems.add(
          "%s is true, expected %s to be set to the field with the key"
              .formatted(KEY_REPARTITION, KEY_FIELD));
    }
  }

  private static Optional<Double> number(String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(Double.valueOf(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static boolean isKnown(String key) {
    return DEFINITION.names().contains(key)
        || key.startsWith(KAFKA_PREFIX)
        || key.startsWith(REGISTRY_PREFIX);
  }

  private static boolean isSet(Map<String, String> settings, String key) {
    return settings.get(key) != null && !settings.get(key).isBlank();
  }

  public String applicationId() {
    return values.getString(APPLICATION_ID);
  }

  public String bootstrapServers() {
    return String.join(",", values.getList(BOOTSTRAP_SERVERS));
  }

  /** Without any password that they carry: for messages. */
  public String registryUrlsShown() {
    return Settings.withoutUser(String.join(", ", registryUrls()));
  }

  public List<String> registryUrls() {
    return List.of(values.getString(REGISTRY_URL).split("\\s*,\\s*"));
  }

  public List<String> inputTopics() {
    return values.getList(INPUT_TOPICS);
  }

  public InputFormat inputFormat() {
    return InputFormat.valueOf(values.getString(INPUT_FORMAT).toUpperCase(Locale.ROOT));
  }

  /** Whether an event is one measurement, and rows are made of them. */
  public boolean isLong() {
    return values.getString(INPUT_LAYOUT).equals("long");
  }

  public String longSensorField() {
    return values.getString(LONG_SENSOR_FIELD);
  }

  public String longValueField() {
    return values.getString(LONG_VALUE_FIELD);
  }

  public PivotSpec longPivot() {
    return new PivotSpec(
        Duration.ofMillis(values.getLong(LONG_BUCKET)),
        PivotSpec.Fill.valueOf(values.getString(LONG_FILL).toUpperCase(Locale.ROOT)),
        Duration.ofMillis(values.getLong(LONG_DELAY)),
        Duration.ofMillis(values.getLong(LONG_MAX_AGE)));
  }

  /** Whether measurements of sensors that are no feature are dropped, not dead letters. */
  public boolean ignoresUnknownSensors() {
    return values.getString(LONG_UNKNOWN_SENSORS).equals("ignore");
  }

  /** Whether events are sent to the partition of their key first. */
  public boolean repartitions() {
    return values.getBoolean(KEY_REPARTITION);
  }

  /** Whether windows take events without a key as one series for each partition. */
  public boolean takesPartitionAsKey() {
    return values.getString(KEY_MISSING).equals("partition");
  }

  /** Topics whose events are scored: the input's, or one of the app's own behind them. */
  public List<String> scoredTopics() {
    if (isLong()) {
      return List.of(applicationId() + "-" + ROWS + "-repartition");
    }
    return repartitions()
        ? List.of(applicationId() + "-" + BY_KEY + "-repartition")
        : inputTopics();
  }

  /** Empty: events are read by their own schemas alone. */
  public Optional<Path> readerSchema() {
    return optional(READER_SCHEMA).map(Path::of);
  }

  public String alertsTopic() {
    return values.getString(ALERTS_TOPIC);
  }

  /** Empty: scores are not written. */
  public Optional<String> scoresTopic() {
    return optional(SCORES_TOPIC);
  }

  public Optional<String> latentsTopic() {
    return optional(LATENTS_TOPIC);
  }

  public String deadLetterTopic() {
    return values.getString(DEAD_LETTER_TOPIC);
  }

  /** What a dead letter's key, value and headers may have together. */
  public int deadLetterMaxBytes() {
    return values.getInt(DEAD_LETTER_MAX_BYTES);
  }

  /** What an event's value may have. */
  public int eventMaxBytes() {
    return values.getInt(EVENT_MAX_BYTES);
  }

  public boolean createsTopics() {
    return values.getBoolean(TOPICS_CREATE);
  }

  public Path modelPath() {
    return Path.of(values.getString(MODEL_PATH));
  }

  /** Empty: signatures are not asked for. */
  public List<Path> modelSignatureKeys() {
    return values.getList(MODEL_SIGNATURE_KEYS).stream().map(Path::of).toList();
  }

  public Duration modelCheckInterval() {
    return Duration.ofMillis(values.getLong(MODEL_CHECK_INTERVAL));
  }

  /** Empty: the record's timestamp. */
  public Optional<String> eventTimeField() {
    return optional(EVENT_TIME_FIELD);
  }

  /** Empty: the record's key. */
  public Optional<String> keyField() {
    return optional(KEY_FIELD);
  }

  /** The field with a row's time; empty: the record's timestamp, as in rows made here. */
  public Optional<String> rowTimeField() {
    return isLong() ? Optional.empty() : eventTimeField();
  }

  /** The field with a row's key; empty: the record's key, as in rows made here. */
  public Optional<String> rowKeyField() {
    return isLong() ? Optional.empty() : keyField();
  }

  /** The false-alarm rate that replaces the sealed threshold. */
  public Optional<Double> thresholdRate() {
    return Optional.ofNullable(values.getDouble(THRESHOLD_RATE));
  }

  /** The score that replaces the sealed threshold. */
  public Optional<Double> thresholdValue() {
    return Optional.ofNullable(values.getDouble(THRESHOLD_VALUE));
  }

  /** Whether a threshold follows each key. */
  public boolean isAdaptive() {
    return values.getString(THRESHOLD_MODE).equals("adaptive");
  }

  /** The false-alarm rate that each key's own threshold follows; empty: it follows another. */
  public OptionalDouble adaptiveRate() {
    return isAdaptive() && thresholdRate().isPresent()
        ? OptionalDouble.of(values.getDouble(THRESHOLD_RATE))
        : OptionalDouble.empty();
  }

  /** The false alarms per day and key that each key's own threshold follows; empty: none. */
  public OptionalDouble alertsPerDay() {
    Double perDay = values.getDouble(THRESHOLD_ALERTS_PER_DAY);
    return perDay == null ? OptionalDouble.empty() : OptionalDouble.of(perDay);
  }

  /** Empty: incidents are not written. */
  public Optional<String> incidentsTopic() {
    return optional(INCIDENTS_TOPIC);
  }

  /** Empty: the policy is that of the configuration for as long as the app runs. */
  public Optional<String> rulesTopic() {
    return optional(RULES_TOPIC);
  }

  /** The app's own topic, which has the last good record of {@link #rulesTopic} of each key. */
  public String rulesInForceTopic() {
    return applicationId() + "-rules-in-force";
  }

  /**
   * This configuration with another policy.
   *
   * @param policy keys that begin with {@code policy.}; those it lacks are as they are here
   * @throws InvalidConfigException as {@link #of}, and for a key of anything else than the policy
   */
  public AppConfig withPolicy(Map<String, String> policy) {
    List<String> problems =
        policy.keySet().stream()
            .filter(key -> isKnown(key) && !key.startsWith(POLICY_PREFIX))
            .map("key '%s' cannot be changed while the app runs, only policy.* can"::formatted)
            .toList();
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(problems);
    }
    Map<String, String> changed = new TreeMap<>(values.originalsStrings());
    changed.putAll(policy);
    // nothing is looked up: whoever may write rules may not read the files of this machine
    return checked(changed, settings);
  }

  /**
   * What the policy demands of features that a model does not have.
   *
   * @param features the names of the model's features
   */
  public List<String> problemsWith(List<String> features) {
    return policyFeatures().stream()
        .map(rule -> rule.group("feature"))
        .filter(feature -> !features.contains(feature))
        .map(
            feature ->
                "%s names the feature '%s', which the model does not have%s; it has %s"
                    .formatted(
                        POLICY_FEATURES,
                        feature,
                        NearestKey.to(feature, features)
                            .map(", did you mean '%s'?"::formatted)
                            .orElse(""),
                        String.join(", ", features)))
        .toList();
  }

  /** Whether anything is remembered of a key between its verdicts. */
  public boolean hasPolicy() {
    return isAdaptive()
        || incidentsTopic().isPresent()
        || rulesTopic().isPresent()
        || values.originals().keySet().stream().anyMatch(key -> key.startsWith(POLICY_PREFIX));
  }

  /** k. */
  public int policyAnomalous() {
    return values.getInt(POLICY_ANOMALOUS);
  }

  /** n; 0: the same as k. */
  public int policyOf() {
    return values.getInt(POLICY_OF);
  }

  public Duration policyCoolDown() {
    return Duration.ofMillis(values.getLong(POLICY_COOL_DOWN));
  }

  public int policyClearAfter() {
    return values.getInt(POLICY_CLEAR_AFTER);
  }

  public double policyClearMargin() {
    return values.getDouble(POLICY_CLEAR_MARGIN);
  }

  public Duration policyUpdateEvery() {
    return Duration.ofMillis(values.getLong(POLICY_UPDATE_EVERY));
  }

  /** Zero: no silence closes an incident. */
  public Duration policyMaxSilence() {
    return Duration.ofMillis(values.getLong(POLICY_MAX_SILENCE));
  }

  /** Matches with groups feature, direction, floor (may be null) and percent (may be null). */
  public List<Matcher> policyFeatures() {
    return matches(POLICY_FEATURES, Checks.FEATURE_RULE);
  }

  /** Matches with groups from, to (both ISO-8601) and reason (may be null). */
  public List<Matcher> policyMutes() {
    return matches(POLICY_MUTES, Checks.MUTE);
  }

  private List<Matcher> matches(String key, Pattern form) {
    List<Matcher> matches = new ArrayList<>();
    for (String text : values.getList(key)) {
      Matcher matcher = form.matcher(text);
      if (matcher.matches()) {
        matches.add(matcher);
      }
    }
    return matches;
  }

  /** Zero: no gap begins a window anew. */
  public Duration windowGap() {
    return Duration.ofMillis(values.getLong(WINDOW_GAP));
  }

  /** Zero: missing rows are not interpolated. */
  public Duration windowInterpolateStep() {
    return Duration.ofMillis(values.getLong(WINDOW_INTERPOLATE_STEP));
  }

  /** Zero: no key is forgotten. */
  public Duration windowIdleTtl() {
    return Duration.ofMillis(values.getLong(WINDOW_IDLE_TTL));
  }

  /** None where no event is processed again with its row in the store. */
  public int windowReplayRows() {
    return isExactlyOnce() ? 0 : values.getInt(WINDOW_REPLAY_ROWS);
  }

  public Duration windowAheadMax() {
    return Duration.ofMillis(values.getLong(WINDOW_AHEAD_MAX));
  }

  public int windowCacheKeys() {
    return values.getInt(WINDOW_CACHE_KEYS);
  }

  public int batchMaxRows() {
    return values.getInt(BATCH_MAX_ROWS);
  }

  public int threads() {
    return values.getInt(THREADS);
  }

  public int scoringThreads() {
    Integer count = values.getInt(SCORING_THREADS);
    return count == null ? threads() : count;
  }

  /** Whether a crash changes nothing about the output. */
  public boolean isExactlyOnce() {
    return processingGuarantee().equals(EXACTLY_ONCE);
  }

  public String processingGuarantee() {
    return values.getString(PROCESSING_GUARANTEE);
  }

  /** Empty: Kafka Streams' default. */
  public Optional<Path> stateDir() {
    return optional(STATE_DIR).map(Path::of);
  }

  public Duration startTimeout() {
    return Duration.ofMillis(values.getLong(START_TIMEOUT));
  }

  public String httpHost() {
    return values.getString(HTTP_HOST);
  }

  public int httpPort() {
    return values.getInt(HTTP_PORT);
  }

  /** What a client must show for metrics and model; empty: nothing. */
  public Optional<Password> httpToken() {
    return Optional.ofNullable(values.getPassword(HTTP_TOKEN))
        .filter(token -> !token.value().isBlank());
  }

  /** What goes to Kafka Streams and its clients as it is. */
  public Map<String, Object> kafka() {
    return values.originalsWithPrefix(KAFKA_PREFIX);
  }

  /** What goes to the registry's client, without the prefix. */
  public Map<String, Object> registry() {
    Map<String, Object> registry = new TreeMap<>(values.originalsWithPrefix(REGISTRY_PREFIX));
    registry.remove(REGISTRY_URL.substring(REGISTRY_PREFIX.length()));
    return registry;
  }

  /** A text for a terminal or a log: no secret of this configuration is left in it. */
  public String withoutSecrets(String text) {
    return settings.withoutSecrets(text);
  }

  /** The stack trace of an error, likewise. */
  public String withoutSecrets(Throwable error) {
    return settings.withoutSecrets(error);
  }

  private Optional<String> optional(String key) {
    return Optional.of(values.getString(key)).filter(text -> !text.isBlank());
  }
}
