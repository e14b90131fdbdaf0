import type { OperationName } from '../../contracts/alseco/operations';
import type { Book } from './book';
import type { Register } from './register';
import type { Group, Value } from './value';

export interface World {
  readonly book: Book;
  readonly register: Register;
  readonly bankCode: string;
}

/** Executes one operation and gives the content of its result element. Throws a Fault for what cannot be done. */
export type Handler = (request: Group, world: World) => Value | Promise<Value>;
export type Handlers = Readonly<Record<OperationName, Handler>>;
