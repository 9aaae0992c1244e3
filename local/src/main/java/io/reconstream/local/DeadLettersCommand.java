/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local;

import picocli.CommandLine.Command;

/** What became dead letters, and what to do with it. */
@Command(
    name = "dead-letters",
    description = {
      "Look at the records that could not be processed, and send them again once the cause is gone.",
      "Nothing is ever deleted."
    },
    mixinStandardHelpOptions = true,
    subcommands = {LetterListCommand.class, LetterShowCommand.class, LetterReplayCommand.class})
final class DeadLettersCommand {}
