import { Cell, Icon, SelectableRow, type RowKeyProps } from '@lianyi/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceRow, PatientRow } from '../../../src/reports/views.ts';
import { identityNumberText, phoneText } from '../../format/numbers.ts';
import { useFormat } from '../../format/useFormat.ts';
import { HeardWhen } from '../../live/HeardWhen.tsx';
import type { Standing } from '../../live/standing.ts';

export function PatientLine({ row, keys }: { readonly row: PatientRow; readonly keys: RowKeyProps }) {
  const { t } = useTranslation('patients');
  const format = useFormat();
  return (
    <SelectableRow {...keys}>
      <Cell isCut title={row.name}><span className="nm">{row.name}</span></Cell>
      <Cell className="sub">{format.sexAgeShort(row.sex, row.birthDate)}</Cell>
      <Cell isCut>{row.identityNumber === null ? t('none') : identityNumberText(row.identityNumber)}</Cell>
      <Cell isCut>{row.phone === null ? t('none') : phoneText(row.phone)}</Cell>
      <Cell isCut className="sub" title={row.village ?? undefined}>{row.village ?? t('none')}</Cell>
      <Cell isCut className="sub" title={row.home.name}>{row.home.name}</Cell>
      <Cell align="right" className="sub" isCut>{row.lastVisitAt === null ? t('none') : format.moment(row.lastVisitAt)}</Cell>
      <Cell align="right" className="dim">{t(`matchedBy.${row.matched}`)}</Cell>
    </SelectableRow>
  );
}

export function GroupLine({ columns, children }: { readonly columns: number; readonly children: ReactNode }) {
  return <tr className="grp"><td colSpan={columns}><b>{children}</b></td></tr>;
}

export function InstitutionLine({ row, columns, keys }: { readonly row: Standing; readonly columns: number; readonly keys: RowKeyProps }) {
  const shell = useTranslation('shell').t;
  return (
    <SelectableRow {...keys}>
      <Cell colSpan={2} isCut><Icon name="home" /> <b>{row.shortName}</b></Cell>
      <Cell className="sub">{shell(`orgType.${row.type}`)}</Cell>
      <Cell colSpan={columns - 3} isCut><HeardWhen at={row.lastHeardAt} isExpected={row.devices > 0} /></Cell>
    </SelectableRow>
  );
}

export function DeviceLine({ row, columns, keys }: { readonly row: DeviceRow; readonly columns: number; readonly keys: RowKeyProps }) {
  return (
    <SelectableRow {...keys}>
      <Cell colSpan={2} isCut><Icon name="pc" /> <b>{row.name}</b></Cell>
      <Cell className="sub" isCut>{row.organisation.name}</Cell>
      <Cell colSpan={columns - 3} isCut><HeardWhen at={row.lastHeardAt} isExpected={row.status === 'active'} /></Cell>
    </SelectableRow>
  );
}
