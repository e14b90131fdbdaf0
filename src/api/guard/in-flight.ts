/** From here on whatever an agent does not wait for gives way to answers. */
const BUSY = 8;

/** How many requests are being answered; beyond the bound new ones are turned away instead of waiting (our own overload). */
export class InFlight {
  private count = 0;

  constructor(private readonly most = 1_000) {}

  get isBusy(): boolean {
    return this.count >= BUSY;
  }

  /** False: full. Each true needs one `leave`. */
  enter(): boolean {
    if (this.count >= this.most) return false;
    this.count++;
    return true;
  }

  leave(): void {
    this.count--;
  }
}
