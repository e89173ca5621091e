/**
 * Asks one question at a time: while one is on its way, only the newest of the others is kept. What is asked at every
 * frame would pile up before a source that takes longer.
 */
export class NewestAsked<Question, Answer> {
  readonly #ask: (question: Question) => Promise<Answer>;
  readonly #answered: (answer: Answer, question: Question) => void;
  readonly #failed: (error: unknown) => void;
  #isAsking = false;
  #next: { readonly question: Question } | null = null;
  #isClosed = false;

  constructor(
    ask: (question: Question) => Promise<Answer>,
    answered: (answer: Answer, question: Question) => void,
    failed: (error: unknown) => void,
  ) {
    this.#ask = ask;
    this.#answered = answered;
    this.#failed = failed;
  }

  ask(question: Question): void {
    this.#next = { question };
    if (!this.#isAsking) void this.#run();
  }

  /** Whatever is still on its way is nobody's any more. */
  close(): void {
    this.#isClosed = true;
    this.#next = null;
  }

  async #run(): Promise<void> {
    this.#isAsking = true;
    for (let next = this.#next; next !== null; next = this.#next) {
      const { question } = next;
      this.#next = null;
      try {
        const answer = await this.#ask(question);
        if (!this.#isClosed) this.#answered(answer, question);
      } catch (error) {
        if (!this.#isClosed) this.#failed(error);
      }
    }
    this.#isAsking = false;
  }
}
