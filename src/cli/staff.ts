import { Command } from 'commander';
import { z } from 'zod';
import { ROLES, type Role } from '../domain/permissions';
import { recordAudit } from '../registry/staff/audit';
import { Refused } from '../registry/staff/refused';
import { addFirstStaff, addStaff, changeStaff, hasStaff, listStaff } from '../registry/staff/staff';
import { inShell, VERBS } from '../staff-view/verb';
import { StaffName } from './terminal/arguments';
import { Usage } from './terminal/globals';
import type { Io } from './terminal/io';
import { newPassword } from './terminal/password';
import type { Session } from './terminal/session';
import { shownTime } from './terminal/shown';
import { verb } from './terminal/verb';

const Roles = z
  .string()
  .transform((text) => text.split(',').map((role) => role.trim()))
  .pipe(z.array(z.enum(ROLES, { error: `roles are ${ROLES.join(', ')}` })).min(1));

/** `tolem staff …`: accounts of operators, clerks, accountants and administrators. */
export function staffCommand(io: Io): Command {
  const noun = new Command('staff');
  noun
    .command('list')
    .description('all accounts')
    .action(
      verb(io, z.object({}), async (session) => {
        session.rows(
          await listStaff(session.database),
          [{ title: 'name' }, { title: 'roles' }, { title: 'state' }, { title: 'since' }],
          (staff) => [staff.name, staff.roles.join(', '), staff.active ? 'active' : 'deactivated', shownTime(session.zone, staff.createdAt)],
          `There is no staff account yet: ${inShell(VERBS.helpWith('staff', 'add'))}`,
        );
      }),
    );
  noun
    .command('add <name>')
    .description('a new account; its password is made here and shown once, unless --password. The very first must be an admin')
    .requiredOption('--roles <roles>', `one or more of ${ROLES.join(',')}`)
    .option('--password', 'read its password from a prompt or a pipe')
    .action(
      verb(io, z.object({ name: StaffName, roles: Roles, password: z.boolean().optional() }), async (session, { name, roles, password: typed }) => {
        const password = await newPassword(session, typed === true);
        if (await hasStaff(session.database)) await add(session, name, roles, password.hash);
        else await addFirst(session, name, roles, password.hash);
        told(session, name, 'added', password.generated);
      }),
    );
  staffSet(io, noun);
  noun
    .command('deactivate <name>')
    .description('the account may do nothing more; what it did stays under its name')
    .action(
      verb(io, z.object({ name: StaffName }), async (session, { name }) => {
        await session.act({ action: 'staff.deactivate', subject: `staff:${name}` }, (tx) => changeStaff(tx, name, { active: false }));
        told(session, name, 'deactivated', null);
      }),
    );
  return noun;
}

function staffSet(io: Io, noun: Command): void {
  noun
    .command('set <name>')
    .description('other roles, another password, or active again')
    .option('--roles <roles>', `one or more of ${ROLES.join(',')}`)
    .option('--password', 'read a new password from a prompt or a pipe')
    .option('--new-password', 'make a new password here and show it once')
    .option('--activate', 'open a deactivated account again')
    .action(
      verb(
        io,
        z.object({
          name: StaffName,
          roles: Roles.optional(),
          password: z.boolean().optional(),
          newPassword: z.boolean().optional(),
          activate: z.boolean().optional(),
        }),
        async (session, { name, roles, activate, ...asked }) => {
          if (!roles && !activate && !asked.password && !asked.newPassword) throw new Usage('nothing to change was given');
          const password = asked.password || asked.newPassword ? await newPassword(session, asked.password === true) : null;
          const changes = {
            ...(roles ? { roles } : {}),
            ...(activate ? { active: true } : {}),
            ...(password ? { passwordHash: password.hash } : {}),
          };
          const detail = { ...(roles ? { roles } : {}), ...(activate ? { active: true } : {}), ...(password ? { password: 'changed' } : {}) };
          await session.act({ action: 'staff.set', subject: `staff:${name}`, detail }, (tx) => changeStaff(tx, name, changes));
          told(session, name, 'changed', password?.generated ?? null);
        },
      ),
    );
}

async function add(session: Session, name: string, roles: readonly Role[], hash: string): Promise<void> {
  await session.act({ action: 'staff.add', subject: `staff:${name}`, detail: { roles } }, async (tx) => {
    if (!(await addStaff(tx, name, hash, roles))) throw new Refused(`There is a staff account ${name} already.`);
  });
}

/** Nobody is there to add the first account, so it adds itself. */
function addFirst(session: Session, name: string, roles: readonly Role[], hash: string): Promise<void> {
  if (!roles.includes('admin')) throw new Refused('The first staff account must have the role admin, or nobody could add another.');
  return session.database.transaction(async (tx) => {
    if (!(await addFirstStaff(tx, name, hash, roles))) throw new Refused('There is a staff account by now: name yours with --as.');
    await recordAudit(tx, { staff: name, action: 'staff.add', subject: `staff:${name}`, reason: 'the first account', detail: { roles } });
  });
}

function told(session: Session, name: string, what: string, password: string | null): void {
  session.show({ name, ...(password ? { password } : {}) }, () => [
    `Staff account ${name} is ${what}.`,
    ...(password ? [`Its password, shown this once: ${password}`] : []),
  ]);
}
