/** How many requests are being answered; beyond the bound new ones are turned away instead of waiting (our own overload). */
export class InFlight {
  private count = 0;

  constructor(private readonly most: number) {}

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
