/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.reconstream.trainer.config.InvalidInputException;
import io.reconstream.trainer.network.Autoencoder;
import io.reconstream.trainer.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.ArchiveWriter;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.InputArchive;
import org.bytedeco.pytorch.OutputArchive;
import org.bytedeco.pytorch.Tensor;

/**
 * Keeps a training's state in a file, so that it can be left and taken up: the networks trained so
 * far, and of the one in training its weights, the best ones, the optimiser's state, the random
 * generator's and the place in the pass. On the CPU a training that was taken up gives the same
 * bits as one that was never left.
 *
 * <p>The file is an archive of libtorch's, as {@code torch::save} writes. It is replaced as a
 * whole: whatever happens while it is written, the former one stays.
 */
public final class Checkpoints {
  private static final JsonMapper JSON = new JsonMapper();

  /** 2: an optimiser's state is of small parameters packed together. */
  private static final int FORMAT = 2;

  private final Path file;
  private final Cadence cadence;
  private final Map<String, String> identity;
  private final Progress progress;
  private final ReentrantLock training = new ReentrantLock();
  private final List<Finished> finished = new ArrayList<>();
  private volatile boolean stopping;
  private InputArchive stored;
  private int storedNetworks;
  private boolean resume;
  private boolean exists;
  private long writtenAt = System.nanoTime();
  private int epochs;

  /**
   * How often a checkpoint is written, beside the first epoch of a run and the end of each network.
   *
   * @param epochs after so many; 0 for never
   * @param time after so long, also within an epoch; zero for never
   */
  public record Cadence(int epochs, Duration time) {}

  /** A network whose training has ended. */
  private record Finished(Course course, Autoencoder.Snapshot weights, Tensor generator) {}

  private Checkpoints(
      Path file, Cadence cadence, Map<String, String> identity, boolean resume, Progress progress) {
    this.file = file;
    this.cadence = cadence;
    this.identity = Map.copyOf(identity);
    this.resume = resume;
    this.progress = progress;
  }

  /** None are written; the training can be stopped all the same. */
  public static Checkpoints none() {
    return new Checkpoints(null, new Cadence(0, Duration.ZERO), Map.of(), false, Progress.silent());
  }

  /**
   * @param file where they go, one replacing the other
   * @param identity what must be the same for a training to be taken up, such as the hash of its
   *     data, by name
   * @param resume whether to take up what the file holds
   * @param progress is told when one cannot be written
   */
  public static Checkpoints in(
      Path file, Cadence cadence, Map<String, String> identity, boolean resume, Progress progress) {
    return new Checkpoints(file, cadence, identity, resume, progress);
  }

  /**
   * Asks the training to stop at its next step and waits until it has, its state written. Called
   * from another thread.
   *
   * @return whether a checkpoint is left
   */
  public boolean stop(Duration patience) {
    stopping = true;
    try {
      if (training.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        training.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return file != null && Files.exists(file);
  }

  /** Deletes the file: its training has served its purpose. */
  public void delete() {
    try {
      if (exists) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      progress.note("checkpoint '%s' could not be deleted: %s".formatted(file, e.getMessage()));
    }
  }

  /** Whether the training is to stop at this step. */
  boolean stopping() {
    return stopping;
  }

  /** What a message about a failed training says of the file; empty where there is none. */
  String kept() {
    return exists
        ? "; the state before it is in '%s', --resume goes on from there".formatted(file)
        : "";
  }

  /** A network's training begins or, where the file has it, goes on. */
  void begin(TrainingLoop loop) {
    training.lock();
    if (resume) {
      read();
      resume = false;
    }
    if (finished.size() < storedNetworks) {
      try (PointerScope scope = new PointerScope()) {
        InputArchive archive = new InputArchive();
        stored.read("network" + finished.size(), archive);
        loop.load(archive);
      }
    }
  }

  /** A step was made. */
  void stepped(TrainingLoop loop) {
    if (file != null
        && !cadence.time.isZero()
        && System.nanoTime() - writtenAt >= cadence.time.toNanos()) {
      write(loop);
    }
  }

  /** An epoch has ended, and its loss is finite. */
  void epochEnded(TrainingLoop loop) {
    epochs++;
    if (file != null && (!exists || (cadence.epochs > 0 && epochs % cadence.epochs == 0))) {
      write(loop);
    }
  }

  /** The training stops here. */
  TrainingInterruptedException stopped(TrainingLoop loop) {
    if (file != null) {
      write(loop);
    }
    return new TrainingInterruptedException(
        "training was interrupted%s"
            .formatted(exists ? "; --resume goes on from '%s'".formatted(file) : ""));
  }

  /** A network's training has ended; the file tells of it as long as others follow. */
  void finished(TrainingLoop loop) {
    if (file != null) {
      finished.add(new Finished(loop.course(), loop.weights(), RandomState.now()));
      write(null);
    }
  }

  /** The network's training has ended, well or not. */
  void end() {
    training.unlock();
  }

  private void write(TrainingLoop current) {
    writtenAt = System.nanoTime();
    Path draft = file.resolveSibling(file.getFileName() + ".part");
    try {
      try {
        save(current, draft);
        Files.move(
            draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        exists = true;
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      progress.note(
          "checkpoint '%s' could not be written: %s; training goes on%s"
              .formatted(file, e.getMessage(), exists ? ", and the former one stays" : ""));
    }
  }

  private void save(TrainingLoop current, Path draft) throws IOException {
    try (PointerScope scope = new PointerScope();
        FileChannel channel =
            FileChannel.open(
                draft,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
      OutputArchive root = new OutputArchive();
      int networks = 0;
      for (Finished one : finished) {
        OutputArchive archive = new OutputArchive(root.compilation_unit());
        writeText(archive, "course", one.course);
        one.weights.save(archive, "weights");
        archive.write("generator", one.generator);
        root.write("network" + networks++, archive);
      }
      if (current != null) {
        OutputArchive archive = new OutputArchive(root.compilation_unit());
        current.save(archive);
        root.write("network" + networks++, archive);
      }
      writeText(root, "checkpoint", new Header(FORMAT, networks, identity));
      try (ToChannel writer = new ToChannel(channel)) {
        root.save_to(writer);
        writer.check();
      }
      channel.force(true);
    }
  }

  /** What the file says of itself. */
  private record Header(int format, int networks, Map<String, String> identity) {}

  /** Hands what libtorch writes to a channel; an exception must not pass through libtorch. */
  private static final class ToChannel extends ArchiveWriter {
    private final FileChannel channel;
    private IOException failure;

    ToChannel(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public long call(Pointer data, long length) {
      try {
        for (long from = 0; from < length && failure == null; ) {
          int part = (int) Math.min(length - from, 1 << 26);
          ByteBuffer bytes = new BytePointer(data).position(from).limit(from + part).asByteBuffer();
          while (bytes.hasRemaining()) {
            channel.write(bytes);
          }
          from += part;
        }
      } catch (IOException e) {
        failure = e;
      }
      return length;
    }

    void check() throws IOException {
      if (failure != null) {
        throw failure;
      }
    }
  }

  private void read() {
    try (PointerScope scope = new PointerScope()) {
      InputArchive archive = new InputArchive();
      Header header;
      try {
        archive.load_from(file.toString());
        header = readText(archive, "checkpoint", new TypeReference<Header>() {});
      } catch (RuntimeException e) {
        throw new InvalidInputException(
            "checkpoint '%s' cannot be read: it is damaged or no checkpoint".formatted(file), e);
      }
      check(header);
      storedNetworks = header.networks;
      stored = archive;
      archive.retainReference();
      scope.detach(archive);
      exists = true;
    }
  }

  private void check(Header header) {
    if (header.format != FORMAT) {
      throw new InvalidInputException(
          "checkpoint '%s' has format %d, expected %d: another version wrote it; delete it to begin anew"
              .formatted(file, header.format, FORMAT));
    }
    List<String> problems = new ArrayList<>();
    identity.forEach(
        (key, value) -> {
          String before = header.identity.getOrDefault(key, "");
          if (!before.equals(value)) {
            problems.add(
                "%s is '%s', expected '%s' as when checkpoint '%s' was written"
                    .formatted(key, value, before, file));
          }
        });
    if (!problems.isEmpty()) {
      throw new InvalidInputException(problems.stream().sorted().toList());
    }
  }

  static void writeText(OutputArchive archive, String key, Object value) {
    try {
      archive.write(key, new IValue(JSON.writeValueAsString(value)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("plain values can be written", e);
    }
  }

  static <T> T readText(InputArchive archive, String key, TypeReference<T> type) {
    IValue value = new IValue();
    archive.read(key, value);
    try {
      return JSON.readValue(value.toStringRef().getString(), type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
