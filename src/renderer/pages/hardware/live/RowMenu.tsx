import { Ellipsis } from 'lucide-react';
import { channelsOverTime } from '../../../../core/charts/channels-over-time.ts';
import { chartToCsv } from '../../../../core/charts/csv.ts';
import { asDynoError } from '../../../../contract/errors.ts';
import { usePalette } from '../../../charts/palette.ts';
import { IconButton } from '../../../components/IconButton.tsx';
import { Menu } from '../../../components/Menu.tsx';
import { download, saveText } from '../../../state/download.ts';
import { showToast } from '../../../state/toasts.ts';
import type { HardwareRow } from '../device-groups.ts';
import { seriesOfWindow } from '../row-series.ts';
import type { LiveBoard } from './live-board.ts';

const PICTURE = { width: 960, height: 280 };

/** What is shown of a row now, as a file. */
export function RowMenu({ row, board }: { readonly row: HardwareRow; readonly board: LiveBoard }) {
  const palette = usePalette();
  const name = `hardware-${row.device.name}-${row.title}`.toLowerCase().replaceAll(/[^\p{L}\p{N}.]+/gu, '-');
  const chart = () => channelsOverTime({ ...seriesOfWindow(row, board.shown), limits: [] }, palette);
  const picture = async (kind: 'png' | 'svg'): Promise<void> => {
    try {
      const { drawPng, drawSvg } = await import('../../../charts/EChart.tsx');
      const draw = kind === 'png' ? drawPng : drawSvg;
      download(`${name}.${kind}`, await draw(chart(), null, palette, PICTURE));
    } catch (error) {
      showToast({ text: asDynoError(error).message, tone: 'bad' });
    }
  };
  const csv = (): void => {
    void saveText({ fileName: `${name}.csv`, mediaType: 'text/csv', text: chartToCsv(chart()) });
  };
  return (
    <Menu
      trigger={
        <IconButton label={`${row.title}: chart menu`} tooltipSide="left">
          <Ellipsis />
        </IconButton>
      }
      items={[
        { label: 'Save as PNG', onSelect: () => void picture('png') },
        { label: 'Save as SVG', onSelect: () => void picture('svg') },
        { label: 'Save as CSV', onSelect: csv },
      ]}
    />
  );
}
