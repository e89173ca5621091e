/** A reader throws it when what it read is gone or became another: its source is closed and opened anew. */
export class SourceLost extends Error {
  /** What would bring it back; empty where nothing would, or nothing needs to. */
  readonly nextStep: string;

  constructor(reason: string, nextStep = '') {
    super(reason);
    this.name = 'SourceLost';
    this.nextStep = nextStep;
  }
}
