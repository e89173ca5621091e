import { Compass } from 'lucide-react';
import { EmptyState } from '../components/EmptyState.tsx';
import { Button } from '../components/Button.tsx';
import { navigate } from '../state/navigation.ts';
import { HOME } from '../state/routes.ts';

export function NotFound({ hash }: { readonly hash: string }) {
  return (
    <EmptyState
      icon={<Compass />}
      title="There is no such page"
      action={<Button onClick={() => navigate(HOME)}>Go to Bench</Button>}
    >
      Nothing lies at {hash}.
    </EmptyState>
  );
}
