/** What the demo prints: numbered steps with the time at which each began. */
export class Story {
  readonly #begin = performance.now();
  #step = 0;

  step(title: string): void {
    this.#step++;
    console.log(`\n[${this.#seconds()}] ${this.#step}. ${title}`);
  }

  say(line: string): void {
    console.log(`          ${line}`);
  }

  end(line: string): void {
    console.log(`\n[${this.#seconds()}] ${line}`);
  }

  #seconds(): string {
    return `${((performance.now() - this.#begin) / 1000).toFixed(1).padStart(5)} s`;
  }
}
