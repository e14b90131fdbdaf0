import type { Gate, Subject } from '../gate';
import type { Hop } from '../points';
import { Lane } from './lane';
import { type Pair, type ProxyServer, type Tap, tcpProxy } from './tcp';

/** One call per connection: the request whole, then the answer whole. Both suppliers put the payment's number into the body. */
export const supplierProxy = (hop: Hop, target: () => number, gate: Gate): Promise<ProxyServer> =>
  tcpProxy(target, (pair) => new SupplierTap(hop, gate, pair));

class SupplierTap implements Tap {
  private readonly toServer: Lane;
  private readonly toClient: Lane;
  private request = Buffer.alloc(0);
  private readonly answer: Buffer[] = [];
  private subject: Subject | null = null;
  private label = '';

  constructor(
    private readonly hop: Hop,
    private readonly gate: Gate,
    { client, server, cut }: Pair,
  ) {
    this.toServer = new Lane(server, cut);
    this.toClient = new Lane(client, cut);
  }

  fromClient(bytes: Buffer): void {
    this.request = Buffer.concat([this.request, bytes]);
    const body = wholeBody(this.request);
    if (body === null) return;
    this.label = operationOf(this.request, body);
    this.subject = this.owner(body);
    this.toServer.send(this.request, this.gate.meet(this.subject, this.hop, 'request', this.label));
    this.request = Buffer.alloc(0);
  }

  fromServer(bytes: Buffer): void {
    this.answer.push(bytes);
  }

  clientEnded(): void {
    this.toServer.end();
  }

  /** Each call closes its connection, so the end of the stream is the end of the answer. */
  serverEnded(): void {
    const whole = Buffer.concat(this.answer);
    if (this.subject) for (const [, number = ''] of whole.toString('latin1').matchAll(/<PaymentId>(\d+)</g)) this.gate.learn(this.subject, number);
    if (whole.length > 0) this.toClient.send(whole, this.gate.meet(this.subject, this.hop, 'answer', this.label));
    this.toClient.end();
  }

  private owner(body: string): Subject | null {
    const numbers = [...body.matchAll(/TLM(\d{15})|TransactionID=(\d+)|(?:account|Account)=([^&]+)|<[^>]*>(\d{6,12})</g)];
    for (const found of numbers) {
      const subject = this.gate.subject(decodeURIComponent(found.slice(1).find(Boolean) ?? ''));
      if (subject) return subject;
    }
    return null;
  }
}

const HEAD_END = '\r\n\r\n';

function wholeBody(request: Buffer): string | null {
  const at = request.indexOf(HEAD_END);
  if (at < 0) return null;
  const length = /content-length: *(\d+)/i.exec(request.toString('latin1', 0, at))?.[1];
  const size = Number.parseInt(length ?? '0', 10);
  return request.length >= at + HEAD_END.length + size ? request.toString('utf8', at + HEAD_END.length) : null;
}

/** Of SOAP the operation, of a form the RequestType. */
function operationOf(request: Buffer, body: string): string {
  const action = /soapaction: *"?[^"\r\n]*\/(\w+)"?/i.exec(request.toString('latin1'))?.[1];
  return action ?? /RequestType=(\w+)/.exec(body)?.[1] ?? /<(?:\w+:)?Body>\s*<(?:\w+:)?(\w+)/.exec(body)?.[1] ?? 'call';
}
