import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readConfig } from '../../src/config';
import { READ_WITHIN_MS, ROLLBACK_LEFT_MS } from '../../src/domain/bank-day/overdue';
import { metrics } from '../../src/telemetry';
import { page, plain, ROOT, tableOf } from './markdown';
// Each adds its own metrics when it is loaded.
import '../../src/temporal/sweeper';
import '../../src/worker/upstream-watch';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string };
}

/** Throws for what is no YAML, a key that stands twice among it. */
const { groups } = parse(readFileSync(join(ROOT, 'deploy/prometheus-alarms.yml'), 'utf8'), { strict: true }) as {
  groups: ReadonlyArray<{ readonly name: string; readonly rules: readonly Rule[] }>;
};
const rules = groups.flatMap((group) => group.rules);
const ruleOf = (alert: string): Rule => rules.find((rule) => rule.alert === alert) ?? fail(`no rule ${alert}`);
const fail = (why: string): never => {
  throw new Error(why);
};

/** What our processes tell, each with the labels that it can have. */
const labelsOf = new Map(
  metrics.registry.getMetricsAsArray().map((metric) => [metric.name, (metric as unknown as { labelNames: readonly string[] }).labelNames]),
);
const FUNCTIONS = new Set(['max', 'min', 'sum', 'by', 'abs', 'time', 'absent', 'increase', 'or']);

test('each rule is one that Prometheus reads: a name of its own, an expression, a severity and what is the matter', () => {
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  expect(new Set(groups.map(({ name }) => name)).size).toBe(groups.length);
  for (const { alert, expr, for: during, labels, annotations, ...more } of rules) {
    expect([alert, more]).toEqual([expect.stringMatching(/^Tolem[A-Za-z]+$/), {}]);
    expect(during ?? '0m').toMatch(/^\d+[mh]$/);
    expect(labels).toEqual({ severity: expect.stringMatching(/^(page|ticket)$/) });
    expect(annotations.summary.length).toBeGreaterThan(10);
    const depth = [...expr].reduce((open, letter) => (letter === '(' ? open + 1 : letter === ')' ? open - 1 : open), 0);
    expect([alert, depth]).toEqual([alert, 0]);
    expect(expr).toMatch(/[<>]=? \d+/);
  }
});

test.each(rules.map((rule): [string, Rule] => [rule.alert, rule]))(
  '%s asks for metrics that exist, by labels that they have',
  (_, { expr, annotations }) => {
    const words = [...expr.replaceAll(/"[^"]*"|\[\w+\]/g, '').matchAll(/[a-z_]\w*/gi)].map(([word]) => word);
    const named = words.filter((word) => labelsOf.has(word));
    expect(named.length).toBeGreaterThan(0);
    const labels = new Set(named.flatMap((name) => labelsOf.get(name) ?? []));
    expect(words.filter((word) => !labelsOf.has(word) && !FUNCTIONS.has(word) && !labels.has(word))).toEqual([]);
    const kept = new Set([...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, by = '']) => by.split(', ')));
    const told = [...annotations.summary.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label);
    expect(told.filter((label) => !kept.has(label ?? ''))).toEqual([]);
  },
);

test('the rules ring at the times that inbox and doctor go by', () => {
  expect(ruleOf('TolemBankDayReadingOld').expr).toContain(` > ${READ_WITHIN_MS / 1_000}`);
  expect(ruleOf('TolemBankDayComparisonOld').expr).toContain(` > ${READ_WITHIN_MS / 1_000}`);
  expect(ruleOf('TolemRollbackRunsOut').expr).toContain(` < ${ROLLBACK_LEFT_MS / 1_000}`);
  expect(ruleOf('TolemUpstreamDepositLow').expr).toContain(` < ${readConfig({}).UPSTREAM_LOW_BALANCE}`);
});

test('OPERATIONS says of each alarm what to do, and of no other', () => {
  const rows = tableOf(page('docs/OPERATIONS.md'), 'alarm', 'rings when', 'do');
  expect(rows.map(([alarm = '']) => plain(alarm))).toEqual(rules.map(({ alert }) => alert));
});
