# syntax=docker/dockerfile:1
# SPDX-License-Identifier: Apache-2.0
# The trainer, with libtorch. Build from the root of the clone:
#   docker build -f deploy/docker/trainer.Dockerfile -t reconstream/trainer .
# Train on files of the current folder:
#   docker run --rm -v "$PWD:/work" --user "$(id -u):$(id -g)" reconstream/trainer train --config pump.yaml --out pump.onnx
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY . .
RUN mvn -B -ntp -pl trainer -am -Dmaven.test.skip=true package dependency:copy-dependencies -DincludeScope=runtime \
    && mv trainer/target/dependency /jars \
    && cp trainer/target/trainer-*.jar /jars/

FROM eclipse-temurin:17-jre
COPY --from=build /jars /app/lib
# libtorch's threads spin: several on a busy machine are far slower than one
ENV OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 OMP_WAIT_POLICY=passive
WORKDIR /work
USER 10001:10001
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-Dorg.bytedeco.javacpp.cachedir=/tmp/javacpp", "-cp", "/app/lib/*", "io.reconstream.trainer.TrainerCommand"]
CMD ["--help"]
