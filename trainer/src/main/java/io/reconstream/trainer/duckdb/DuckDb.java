/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.trainer.duckdb;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Connections to an empty database in memory, and what is written in its SQL. */
public final class DuckDb {
  private DuckDb() {}

  /**
   * Connects. Nothing is loaded from the network, and nothing is written outside the temporary
   * folder; moments are in UTC.
   */
  public static Connection connect() throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("jdbc_stream_results", "true");
    settings.setProperty("threads", "1");
    settings.setProperty("memory_limit", "512MB");
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    settings.setProperty("temp_directory", "");
    Connection connection = DriverManager.getConnection("jdbc:duckdb:", settings);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** A text as an SQL literal. */
  public static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** A file's name as an SQL literal. */
  public static String literal(Path file) {
    return literal(file.toString());
  }

  /** The sentence of a failure that says what is wrong. */
  public static String reason(SQLException e) {
    String reason =
        e.getMessage()
            .lines()
            .filter(line -> line.contains("Error: "))
            .reduce((a, b) -> b)
            .orElse(e.getMessage());
    return reason.substring(reason.indexOf("Error: ") + 1).replace("rror: ", "");
  }
}
