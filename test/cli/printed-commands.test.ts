import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NOUNS } from '../../src/cli/nouns';
import { tolem } from '../../src/cli/tolem';
import { inShell, VERBS } from '../../src/staff-view/verb';

/** An example of each: a command that gets none does not compile. */
const OF = { agent: '144', transaction: '999000000000000112' };
const EXAMPLES: { readonly [Name in keyof typeof VERBS]: ReadonlyArray<Parameters<(typeof VERBS)[Name]>> } = {
  explain: [[OF]],
  decide: [
    [OF, { succeeded: true }],
    [OF, { failed: '-300' }],
    [OF, { noted: true }],
    [OF, { 'roll-back': true }],
    [OF, { 'roll-back': true, 'payment-id': '77001' }],
    [OF, { 'write-off': true }],
    [OF, { 'write-off': true, 'payment-id': 'a0-1' }],
  ],
  approve: [['17']],
  poll: [[OF]],
  reverse: [[OF]],
  resendCallback: [[OF]],
  signBreak: [['5']],
  breaksOfDay: [['alseco', '2026-11-21']],
  approveSigning: [['12']],
  setCallbackAddress: [['144']],
  resumeSupplier: [['alseco'], ['upstream']],
  pauseService: [['815']],
  listSuppliers: [[]],
  approveRule: [['3']],
  approveDocument: [['4']],
  ledgerDays: [[]],
  setRate: [['815']],
  helpWith: [
    ['agent', 'add'],
    ['staff', 'add'],
    ['service', 'add'],
  ],
  listRules: [[]],
  newAgentPassword: [['144']],
  newStaffPassword: [['operator-1']],
  trialBalance: [[]],
  fullTrialBalance: [[]],
  closeLedger: [[]],
  inbox: [[]],
  doctor: [[]],
};

/** Fits as a reason, a name, a rate, and after `https://`. */
const FILLED = '144';
const COMMAND = new RegExp(`\\btolem (${NOUNS.map(({ name }) => name).join('|')})\\b(?:"…"|[^'\`"().;\\\\])*`, 'g');

const printed = Object.entries(EXAMPLES).flatMap(([name, calls]) =>
  calls.map((call) => inShell((VERBS[name as keyof typeof VERBS] as (...given: unknown[]) => ReturnType<typeof VERBS.doctor>)(...call))),
);

/** As the shell hands it over. */
function split(line: string): string[] {
  const words = execFileSync('sh', ['-c', `set -- ${line.replace(/^tolem /, '')}; printf '%s\\0' "$@"`], { encoding: 'utf8' });
  return words.split('\0').slice(0, -1);
}

/** A verb that is only named is asked for its help. */
function exampleOf(line: string): string {
  if (line.split(' ').length <= 3) return `${line} --help`;
  return line
    .replace(/\$\{(name|supplier)\}/g, 'alseco')
    .replace(/\$\{day\}/g, '2026-11-21')
    .replace(/\$\{[^}]*\}/g, '144');
}

/** What rooms print that may not import the table, with an example in each place. */
const literal = sources(join(__dirname, '..', '..', 'src')).flatMap((path) => {
  const text = readFileSync(path, 'utf8').replace(/\/\*\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  return path.endsWith(join('staff-view', 'verb.ts')) ? [] : [...text.matchAll(COMMAND)].map(([line]) => exampleOf(line.trim()));
});

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

test.each([...new Set([...printed, ...literal])])('%s', async (line) => {
  let said = '';
  const io = {
    out: () => {},
    err: (text: string) => {
      said += text;
    },
    environment: { DATA_DIR: '/nonexistent/tolem' },
    secret: async () => '',
  };
  // What a person fills in is any word here.
  const code = await tolem(split(line.replaceAll('…', FILLED)), io);
  if (line.endsWith(' --help')) return expect({ code, said }).toEqual({ code: 0, said: '' });
  // Understood to the last option, and only then without a registry to work on.
  expect(said).toMatch(/^No DATABASE_URL is set/);
  expect(code).toBe(1);
});

test('what a shell would read otherwise is quoted', () => {
  const words = ['a b', "it's", '$HOME', '`id`', '"', '\\', '…', 'https://…', 'x;y', '', '…"$x'];
  const line = inShell({ noun: 'noun', verb: 'verb', operands: words, options: { reason: 'two words', all: true } });
  expect(split(line)).toEqual(['noun', 'verb', ...words, '--reason', 'two words', '--all']);
  expect(line).toContain('"…"');
});
