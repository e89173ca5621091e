import { Copy } from 'lucide-react';
import type { Run } from '../../../contract/run.ts';
import { ENVIRONMENT } from '../../../core/analysis/side-by-side/environment-facts.ts';
import { Button } from '../../components/Button.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Panel } from '../../components/Panel.tsx';
import { copyText } from '../../state/clipboard.ts';
import { formatByUnit } from '../../../contract/units.ts';
import { exactTime } from '../runs/when.ts';
import { FactTable, type Fact } from './FactTable.tsx';

export function EnvironmentTab({ run }: { readonly run: Run }) {
  const { environment } = run;
  if (environment === null) {
    return (
      <EmptyState title="No environment recorded">
        The run ended before its machine was written down.
      </EmptyState>
    );
  }
  const facts: Fact[] = ENVIRONMENT.map(({ id, label, unit, of }) => ({
    id,
    label,
    value: formatByUnit(of(environment) ?? null, unit ?? 'text'),
  }));
  if (environment.git !== null)
    facts.push({ id: 'folder', label: 'git folder', value: environment.git.folder });
  const times: Fact[] = [
    { id: 'created', label: 'queued', value: exactTime(run.createdAt) },
    { id: 'started', label: 'started', value: run.startedAt === null ? '—' : exactTime(run.startedAt) },
    { id: 'ended', label: 'ended', value: run.endedAt === null ? '—' : exactTime(run.endedAt) },
    { id: 'id', label: 'run', value: run.id },
  ];
  const all = [...facts, ...times];
  return (
    <Panel
      title="Where it ran"
      actions={
        <Button
          kind="quiet"
          icon={<Copy />}
          onClick={() =>
            copyText(all.map(({ label, value }) => `${label}: ${value}`).join('\n'), 'Environment copied')
          }
        >
          Copy
        </Button>
      }
    >
      <FactTable caption="Environment of the run" facts={all} />
    </Panel>
  );
}
