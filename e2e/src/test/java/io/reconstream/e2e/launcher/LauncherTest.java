/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.e2e.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {

  private static final Path LAUNCHER = Path.of("..", "reconstream").toAbsolutePath().normalize();

  private static final List<String> TOOLS =
      List.of(
          "bash",
          "env",
          "dirname",
          "readlink",
          "sed",
          "head",
          "find",
          "mkdir",
          "cat",
          "rm",
          "mv",
          "touch",
          "sleep",
          "uname");

  @TempDir Path directory;
  private Path root;
  private Path jdk;
  private Path maven;

  private record Outcome(int exitCode, String out, String err) {}

  @BeforeEach
  void layOutAClone() throws IOException {
    root = Files.createDirectories(directory.resolve("a clone"));
    Files.copy(LAUNCHER, root.resolve("reconstream"));
    Files.writeString(root.resolve("pom.xml"), "<project>\n  <version>1.2.3</version>\n");
    Files.createDirectories(root.resolve("trainer/src/main/java"));
    Files.writeString(root.resolve("trainer/pom.xml"), "<project/>");
    jdk = directory.resolve("jdk");
    maven = directory.resolve("maven");
    java("17.0.15");
    script(jdk.resolve("bin/javac"), "");
    script(
        maven.resolve("mvn"),
        """
        echo "$@" >>"%s"
        mkdir -p model/target/classes
        touch target/dependency.jar
        printf '%%s' "$PWD/model/target/classes:$PWD/target/dependency.jar" >"$5/target/classpath"
        """
            .formatted(directory.resolve("mvn.log")));
  }

  @Test
  void shouldListTheCommandsWhenTheCommandIsUnknown() throws Exception {
    Outcome outcome = launch("frobnicate");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .startsWith("reconstream: unknown command: frobnicate\n")
        .contains("demo", "train", "stream", "replay", "dead-letters", "bench");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void shouldPrintTheVersionOfThePom() throws Exception {
    assertThat(launch("--version")).isEqualTo(new Outcome(0, "reconstream 1.2.3\n", ""));
  }

  @Test
  void shouldBuildOnceAndPassArgumentsAsTheyAre() throws Exception {
    Outcome first = launch("train", "--config", "my pump.yaml");
    Outcome second = launch("train", "--config", "my pump.yaml");

    assertThat(first.err()).startsWith("Building trainer");
    assertThat(second.err()).isEmpty();
    assertThat(second.exitCode()).isEqualTo(7);
    assertThat(second.out().lines())
        .containsExactly(
            "@" + root.toRealPath() + "/trainer/target/launch.args",
            "io.reconstream.trainer.TrainerCommand",
            "train",
            "--config",
            "my pump.yaml");
    assertThat(builds()).hasSize(1).first().asString().contains("-pl trainer -am process-classes");
    assertThat(root.resolve("target/launch.lock")).doesNotExist();
  }

  @Test
  void shouldBuildAgainWhenASourceIsNewer() throws Exception {
    launch("train");
    Path source = Files.createFile(root.resolve("trainer/src/main/java/Changed.java"));
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
    launch("train");

    assertThat(builds()).hasSize(2);
  }

  @Test
  void shouldBuildAgainWhenAJarHasGone() throws Exception {
    launch("train");
    Files.delete(root.resolve("target/dependency.jar"));
    launch("train");

    assertThat(builds()).hasSize(2);
  }

  @Test
  void shouldBuildAgainWhenTheJdkIsAnother() throws Exception {
    launch("train");
    java("21.0.2");
    launch("train");

    assertThat(builds()).hasSize(2);
  }

  @Test
  void shouldStartTheStreamWithAnArchiveOfItsLibraries() throws Exception {
    Outcome outcome = launch("stream");

    Path clone = root.toRealPath();
    Path target = clone.resolve("stream-app/target");
    assertThat(outcome.exitCode()).isEqualTo(7);
    assertThat(target.resolve("archive.args"))
        .hasContent("-cp\n\"%s/target/dependency.jar\"".formatted(clone));
    assertThat(target.resolve("launch.jsa")).exists();
    assertThat(Files.readAllLines(target.resolve("launch.args")))
        .startsWith(
            "-cp",
            "\"%1$s/target/dependency.jar:%1$s/stream-app/target/classes:%1$s/model/target/classes\""
                .formatted(clone),
            "\"-XX:SharedArchiveFile=%s\"".formatted(target.resolve("launch.jsa")));
  }

  @Test
  void shouldStartTheStreamWithoutAnArchiveWhenNoneCanBeMade() throws Exception {
    java("17.0.15", "echo 'no space left'; exit 1");

    Outcome outcome = launch("stream");

    assertThat(outcome.exitCode()).isEqualTo(7);
    assertThat(outcome.err()).startsWith("Building stream-app").hasLineCount(1);
    assertThat(root.resolve("stream-app/target/launch.args"))
        .content()
        .doesNotContain("SharedArchiveFile");
  }

  private void dependOnOnnxRuntime() throws IOException {
    script(
        maven.resolve("mvn"),
        """
        mkdir -p "$5/target/classes"
        printf '%s' "$PWD/onnxruntime-9.8.jar" >"$5/target/classpath"
        """);
  }

  @Test
  void shouldStartTheStreamAllTheSameWhenNativesCannotBeUnpacked() throws Exception {
    dependOnOnnxRuntime();
    script(jdk.resolve("bin/jar"), "echo 'no space left' >&2; exit 1");

    Outcome outcome = launch("stream");

    assertThat(outcome.exitCode()).isEqualTo(7);
    assertThat(outcome.err()).startsWith("Building stream-app").hasLineCount(1);
    assertThat(root.resolve("stream-app/target/launch.args"))
        .content()
        .doesNotContain("onnxruntime.native.path");
  }

  @Test
  void shouldStartTheStreamWithNativesThatAreUnpacked() throws Exception {
    dependOnOnnxRuntime();
    script(jdk.resolve("bin/jar"), "[ \"${2##*/}\" = onnxruntime-9.8.jar ] && mkdir -p \"$3\"");

    Outcome outcome = launch("stream");

    assertThat(outcome.exitCode()).isEqualTo(7);
    String option = "\"-Donnxruntime.native.path=";
    String told =
        Files.readAllLines(root.resolve("stream-app/target/launch.args")).stream()
            .filter(line -> line.startsWith(option))
            .findFirst()
            .orElseThrow();
    assertThat(Path.of(told.substring(option.length(), told.length() - 1)))
        .isDirectory()
        .startsWith(root.toRealPath().resolve("stream-app/target"));
  }

  @Test
  void shouldShowWhatMavenSaidWhenTheBuildFails() throws Exception {
    script(maven.resolve("mvn"), "echo '[ERROR] no such artifact'; exit 1");

    Outcome outcome = launch("train");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("[ERROR] no such artifact")
        .endsWith("reconstream: the build of trainer failed, see above\n");
    assertThat(root.resolve("target/launch.lock")).doesNotExist();
  }

  @Test
  void shouldRunThroughASymbolicLinkFromAnyFolder() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("link"), root.resolve("reconstream"));

    assertThat(run(link, Map.of(), "--version").out()).isEqualTo("reconstream 1.2.3\n");
  }

  @Test
  void shouldSayWhichJavaIsTooOld() throws Exception {
    java("1.8.0_402");

    Outcome outcome = launch("train");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err())
        .isEqualTo(
            "reconstream: %s/bin/java is Java 8; Reconstream needs 17 or newer\n".formatted(jdk));
  }

  @Test
  void shouldOpenNativeAccessOnNewJava() throws Exception {
    java("25.0.1");

    assertThat(launch("train").out()).contains("--enable-native-access=ALL-UNNAMED");
  }

  @Test
  void shouldSayThatMavenIsMissing() throws Exception {
    Files.delete(maven.resolve("mvn"));

    assertThat(launch("train").err())
        .contains("reconstream: no mvn found; Maven 3.8 or newer is needed to build trainer");
  }

  @Test
  void shouldSayThatJavaHomeIsWrong() throws Exception {
    Outcome outcome = run(root.resolve("reconstream"), Map.of("JAVA_HOME", "/nowhere"), "train");

    assertThat(outcome.err())
        .isEqualTo(
            "reconstream: JAVA_HOME is /nowhere, which has no bin/java; point it at a JDK 17 or"
                + " newer\n");
  }

  private void java(String version) throws IOException {
    java(
        version,
        "for a; do case $a in -XX:SharedArchiveFile=*) : >\"${a#*=}\" ;; esac; done; exit");
  }

  private void java(String version, String archiving) throws IOException {
    script(
        jdk.resolve("bin/java"),
        """
        if [ "$1" = -version ]; then echo 'openjdk version "%s" 2025-04-15' >&2; exit; fi
        if [ "$1" = -Xshare:dump ]; then %s; fi
        printf '%%s\\n' "$@"
        exit 7
        """
            .formatted(version, archiving));
  }

  private List<String> builds() throws IOException {
    return Files.readAllLines(directory.resolve("mvn.log"));
  }

  private Outcome launch(String... arguments) throws Exception {
    return run(root.resolve("reconstream"), Map.of("JAVA_HOME", jdk.toString()), arguments);
  }

  private Outcome run(Path launcher, Map<String, String> environment, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", maven + ":" + toolsWithoutMaven());
    builder.environment().putAll(environment);
    int exitCode = builder.start().waitFor();
    return new Outcome(exitCode, Files.readString(out), Files.readString(err));
  }

  /** The machine's own tools, one by one: its Maven is not among them. */
  private Path toolsWithoutMaven() throws IOException {
    Path tools = Files.createDirectories(directory.resolve("tools"));
    for (String tool : TOOLS) {
      Path program = Path.of("/bin", tool);
      if (!Files.exists(program)) {
        program = Path.of("/usr/bin", tool);
      }
      executable(tools.resolve(tool), "#!/bin/sh\nexec %s \"$@\"\n".formatted(program));
    }
    return tools;
  }

  private static void script(Path file, String body) throws IOException {
    executable(file, "#!/usr/bin/env bash\n" + body);
  }

  private static void executable(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
