import type { OperationName } from '../../contracts/alseco/operations';
import type { Book } from './book';
import type { Register } from './register';
import type { Group, Value } from './value';

/** Text of fields of an answer, whatever would stand there. */
export type Overwritten = Readonly<Record<string, string>>;

export interface World {
  readonly book: Book;
  readonly register: Register;
  readonly bankCode: string;
  /** By operation. A restart forgets it. */
  readonly overwritten: Map<OperationName, Overwritten>;
}

/** Executes one operation and gives the content of its result element. Throws a Fault for what cannot be done. */
export type Handler = (request: Group, world: World) => Value | Promise<Value>;
export type Handlers = Readonly<Record<OperationName, Handler>>;
