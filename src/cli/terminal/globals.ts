import { z } from 'zod';

/** Options that every verb takes. */
export const Globals = z.object({
  as: z.string().optional(),
  json: z.boolean().default(false),
  lang: z.enum(['ru', 'kk', 'en'], { error: 'a language is ru, kk or en' }).default('en'),
  timesIn: z.string().optional(),
});
export type Globals = z.output<typeof Globals>;

/** What was typed is not understood: one sentence, exit code 2. */
export class Usage extends Error {
  override readonly name = 'Usage';
}
