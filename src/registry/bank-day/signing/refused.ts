import { refusal, type SigningRefusal, type SigningRefusalArgs } from '../../../domain/bank-day/refusals';
import { Refused } from '../../staff/refused';

/** Nothing was signed: why, as data; who shows it has the words. */
export class SigningRefused extends Refused {
  override readonly name = 'SigningRefused';
  constructor(readonly refusal: SigningRefusal) {
    super(`${refusal.key} ${JSON.stringify(refusal.args)}`);
  }
}

export const refuse = <Key extends keyof SigningRefusalArgs>(key: Key, args: SigningRefusalArgs[Key]): SigningRefused =>
  new SigningRefused(refusal(key, args));
