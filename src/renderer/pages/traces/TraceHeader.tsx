import { Download, FolderInput } from 'lucide-react';
import { asDynoError } from '../../../contract/errors.ts';
import { TRACE_EXPORTS, type TraceExport, type TraceInfo } from '../../../contract/trace.ts';
import { Badge } from '../../components/Badge.tsx';
import { Button } from '../../components/Button.tsx';
import { Menu } from '../../components/Menu.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { Tooltip } from '../../components/Tooltip.tsx';
import { api } from '../../state/connection.ts';
import { saveText } from '../../state/download.ts';
import { navigate } from '../../state/navigation.ts';
import { showToast } from '../../state/toasts.ts';
import { traceFacts } from './trace-words.ts';
import styles from './TracePage.module.css';

const EXPORTS: Readonly<Record<TraceExport, string>> = {
  'chrome-trace': 'Chrome trace',
  speedscope: 'speedscope',
  folded: 'Folded stacks',
  arrow: 'Arrow',
  csv: 'CSV',
};

/** What the trace is, and what it can be saved as. */
export function TraceHeader({ info }: { readonly info: TraceInfo }) {
  return (
    <PageHeader
      title={
        <Tooltip text={info.path}>
          <span tabIndex={0}>{info.name}</span>
        </Tooltip>
      }
      mark={
        info.warnings.length === 0 ? undefined : (
          <Badge tone="warning">
            {info.warnings.length === 1 ? '1 warning' : `${info.warnings.length} warnings`}
          </Badge>
        )
      }
      detail={
        <span className={styles.facts}>
          {[...traceFacts(info), ...told(info).map(({ name, value }) => `${name} ${value}`)].map((fact) => (
            <span key={fact}>{fact.slice(0, 80)}</span>
          ))}
        </span>
      }
      actions={
        <>
          <Menu
            trigger={<Button icon={<Download />}>Export</Button>}
            items={TRACE_EXPORTS.map((format) => ({
              label: EXPORTS[format],
              onSelect: () => save(info.id, format),
            }))}
          />
          <Button icon={<FolderInput />} onClick={() => navigate({ page: 'traces' })}>
            All traces
          </Button>
        </>
      }
    />
  );
}

/** Of the file’s own form nobody wants to hear. */
const OF_THE_FORM = new Set(['schemaVersion', 'displayTimeUnit', 'traceName']);

const told = ({ facts }: TraceInfo): TraceInfo['facts'] =>
  facts.filter(({ name }) => !OF_THE_FORM.has(name)).slice(0, 3);

function save(traceId: string, format: TraceExport): void {
  api.exportTrace(traceId, format).then(
    (file) => void saveText(file),
    (error: unknown) => {
      const { message, nextStep } = asDynoError(error);
      showToast({ text: `${message} ${nextStep}`, tone: 'bad' });
    },
  );
}
