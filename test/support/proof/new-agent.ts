import { TestAgent } from '../gateway/agent';
import type { World } from '../gateway/gateway';
import { callbackReceiver, type Receiver } from './receiver';
import { done } from './staff';

export const ZONE = 'Asia/Almaty';

/** An agent that nobody else uses, with a deposit (KZT) and a receiver of callbacks, as staff would set it up. */
export async function newAgent(world: World, id: string, deposit: string): Promise<{ agent: TestAgent; password: string; receiver: Receiver }> {
  const receiver = await callbackReceiver();
  const password = `secret-${id}`;
  const add = ['agent', 'add', id, '--name', `Agent ${id}`, '--zone', ZONE, '--callback-url', receiver.url, '--password'];
  await done(world.environment, 'operator-1', add, password);
  await done(world.environment, 'operator-1', ['agent', 'top-up', id, deposit, '--reason', 'its first deposit']);
  return { agent: new TestAgent(() => `http://127.0.0.1:${world.api.port}`, id, password), password, receiver };
}
