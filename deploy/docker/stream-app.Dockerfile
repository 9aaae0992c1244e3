# syntax=docker/dockerfile:1
# SPDX-License-Identifier: Apache-2.0
# The stream-app: a JRE, its jars, nothing to train with. Build from the root of the clone:
#   docker build -f deploy/docker/stream-app.Dockerfile -t reconstream/stream-app .
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY . .
RUN mvn -B -ntp -pl stream-app -am -Dmaven.test.skip=true package dependency:copy-dependencies -DincludeScope=runtime \
    && mv stream-app/target/dependency /jars \
    && cp stream-app/target/stream-app-*.jar /jars/ \
    && cp stream-app/src/main/start/classes.txt /jars/
# unless they are there, ONNX Runtime unpacks its natives at each start
WORKDIR /natives
RUN case $(uname -m) in aarch64) platform=linux-aarch64 ;; *) platform=linux-x64 ;; esac \
    && jar xf /jars/onnxruntime-*.jar "ai/onnxruntime/native/$platform" \
    && mv "ai/onnxruntime/native/$platform" /onnxruntime

FROM eclipse-temurin:17-jre
COPY --from=build /jars /app/lib
COPY --from=build /onnxruntime /app/onnxruntime
# an archive of the libraries' classes saves nearly half of a start's processor time; it must be of this very JVM and
# class path, so that the jars are named in an argument file, which also keeps the command line short
RUN set -- /app/lib/*.jar && IFS=: && printf -- '-cp\n%s\n' "$*" > /app/classpath.args \
    && java -Xshare:dump -Xlog:disable -XX:SharedClassListFile=/app/lib/classes.txt \
       -XX:SharedArchiveFile=/app/classes.jsa @/app/classpath.args
# state is the only thing it writes, besides other unpacked natives in /tmp
RUN mkdir /state && chown 10001:10001 /state
VOLUME /state
WORKDIR /app
USER 10001:10001
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-XX:SharedArchiveFile=/app/classes.jsa", "-Donnxruntime.native.path=/app/onnxruntime", "@/app/classpath.args", "io.reconstream.stream.StreamCommand"]
CMD ["--config", "/etc/reconstream/app.yaml"]
EXPOSE 8080
# the image has no curl; bash opens the connection itself
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/live HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
