import { Component, type ReactNode } from 'react';
import { ErrorState } from '../components/ErrorState.tsx';

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly error: unknown;
  readonly failed: boolean;
}

/** A page that breaks leaves the rest of the program standing. */
export class PageBoundary extends Component<Props, State> {
  override state: State = { error: null, failed: false };

  static getDerivedStateFromError(error: unknown): State {
    return { error, failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <ErrorState error={this.state.error} onRetry={() => this.setState({ error: null, failed: false })} />
    );
  }
}
