/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports of this machine that only this machine can reach. */
public final class LoopbackPort {

  /** The address that every local service binds to. */
  public static final String HOST = "127.0.0.1";

  private LoopbackPort() {}

  /** As many different free ports; another process may still take one before it is used. */
  public static List<Integer> free(int count) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(bind(0));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on " + HOST, e);
    } finally {
      sockets.forEach(LoopbackPort::release);
    }
  }

  /**
   * @throws LocalServiceException if something listens on this port already
   */
  public static void requireFree(int port, String service) {
    try {
      release(bind(port));
    } catch (IOException e) {
      throw new LocalServiceException(
          "the %s cannot listen on %s:%d: the port is in use; stop what holds it or choose another"
              .formatted(service, HOST, port),
          e);
    }
  }

  private static ServerSocket bind(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return socket;
  }

  private static void release(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
