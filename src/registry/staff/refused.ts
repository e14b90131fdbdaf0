import { against, type Objection, type ObjectionArgs } from '../../domain/objections';

/** What was asked is understood and may not be done: one sentence for the person who asked, shown without a stack. */
export class Refused extends Error {
  override readonly name: string = 'Refused';
}

/** A decision that evidence, or the rule of two people, forbids: why, as data; who shows it has the words. */
export class DecisionRefused extends Refused {
  override readonly name = 'DecisionRefused';
  constructor(readonly objection: Objection) {
    super(`${objection.key} ${JSON.stringify(objection.args)}`);
  }
}

export const refuse = <Key extends keyof ObjectionArgs>(key: Key, args: ObjectionArgs[Key]): DecisionRefused =>
  new DecisionRefused(against(key, args));
