/* SPDX-License-Identifier: Apache-2.0 */
package io.reconstream.local.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.reconstream.schemas.CardPayment;
import io.reconstream.schemas.Channel;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardPaymentsTest {
  private static final int COUNT = 20_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shouldStayWithinPlausibleRangesWhenGenuine(long seed) {
    assertThat(payments(seed, false))
        .allSatisfy(
            payment -> {
              assertThat(payment.getAmount()).isBetween(0.5, 2_000.0);
              assertThat(payment.getDistanceFromHome()).isBetween(0.0, 90.0);
              assertThat(payment.getPaymentsLastDay()).isBetween(0, 20);
              assertThat(payment.getAmountToUsual()).isBetween(0.05, 15.0);
              assertThat(payment.getFraud()).isNull();
            });
  }

  @Test
  void shouldGiveTheSameEventsForTheSameSeed() {
    assertThat(payments(7, true)).isEqualTo(payments(7, true));
    assertThat(payments(7, true)).isNotEqualTo(payments(8, true));
  }

  @Test
  void shouldKeepEventsInTheOrderOfTheirTimes() {
    List<Instant> times = events(7, true).map(Event::time).toList();

    assertThat(times).isSorted();
  }

  @Test
  void shouldPayByDayAndHardlyAtNight() {
    Map<Boolean, Long> byNight =
        payments(7, false).stream()
            .collect(
                Collectors.partitioningBy(
                    payment -> payment.getTime().atOffset(ZoneOffset.UTC).getHour() < 6,
                    Collectors.counting()));

    assertThat(byNight.get(true)).isPositive().isLessThan(byNight.get(false) / 20);
  }

  @Test
  void shouldCountThePaymentsOfTheDayBefore() {
    List<CardPayment> payments = payments(7, false);
    CardPayment last = payments.get(payments.size() - 1);

    long counted =
        payments.stream()
            .filter(payment -> !payment.equals(last))
            .filter(payment -> payment.getCustomer().equals(last.getCustomer()))
            .filter(payment -> payment.getTime().isAfter(last.getTime().minusSeconds(86_400)))
            .count();

    assertThat(last.getPaymentsLastDay()).isEqualTo((int) counted);
  }

  @Test
  void shouldCommitEveryPatternOfFraudAndLabelItsPayments() {
    Map<Episode, List<CardPayment>> frauds =
        events(7, true)
            .filter(event -> event.episode().isPresent())
            .collect(
                Collectors.groupingBy(
                    event -> event.episode().orElseThrow(),
                    Collectors.mapping(event -> (CardPayment) event.value(), Collectors.toList())));

    Map<String, Long> episodes =
        frauds.keySet().stream()
            .collect(Collectors.groupingBy(Episode::kind, Collectors.counting()));
    assertThat(episodes)
        .containsOnlyKeys(
            "stolen-card", "terminal-compromise", "account-takeover", "amount-testing")
        .allSatisfy((kind, count) -> assertThat(count).isGreaterThan(5));
    assertThat(frauds)
        .allSatisfy(
            (episode, payments) ->
                assertThat(payments)
                    .allMatch(payment -> payment.getFraud().equals(episode.kind()))
                    .allMatch(payment -> episode.covers(payment.getTime())));
  }

  @Test
  void shouldTestWithTinyAmountsBeforeTheBigOne() {
    Map<Episode, List<CardPayment>> tests =
        events(7, true)
            .filter(event -> event.episode().map(Episode::kind).orElse("").equals("amount-testing"))
            .collect(
                Collectors.groupingBy(
                    event -> event.episode().orElseThrow(),
                    Collectors.mapping(event -> (CardPayment) event.value(), Collectors.toList())));

    assertThat(tests)
        .isNotEmpty()
        .allSatisfy(
            (episode, payments) -> {
              assertThat(payments).allMatch(payment -> payment.getChannel() == Channel.ONLINE);
              assertThat(payments.get(0).getAmount()).isLessThanOrEqualTo(2);
              assertThat(payments.get(payments.size() - 1).getAmountToUsual()).isGreaterThan(7.9);
            });
  }

  private static Stream<Event> events(long seed, boolean faults) {
    return Stream.generate(Scenario.PAYMENTS.simulation(seed, faults)::next).limit(COUNT);
  }

  private static List<CardPayment> payments(long seed, boolean faults) {
    return events(seed, faults).map(event -> (CardPayment) event.value()).toList();
  }
}
