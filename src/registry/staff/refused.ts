/** What was asked is understood and may not be done: one sentence for the person who asked, shown without a stack. */
export class Refused extends Error {
  override readonly name = 'Refused';
}
