import { useQuery } from '@tanstack/react-query';
import { Checkbox, Key, KeyValues, Select } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { useHost } from '../../client/useHost.ts';

/** 四查十对 of 处方管理办法 2007, article 37: four things are checked, in ten points. */
export const checks = ['prescription', 'drug', 'compatibility', 'rationality'] as const;
export type CheckName = (typeof checks)[number];

export interface FourChecksProps {
  readonly ticked: readonly CheckName[];
  readonly onChange: (ticked: readonly CheckName[]) => void;
  /** A second person's id, or empty. */
  readonly checkedBy: string;
  readonly onCheckedBy: (personId: string) => void;
}

/** Each check is ticked by a person; F6 ticks the next. */
export function FourChecks({ ticked, onChange, checkedBy, onCheckedBy }: FourChecksProps) {
  const { t } = useTranslation('dispensing');
  const session = useQuery(useHost().session.status.queryOptions()).data;
  const next = checks.find((name) => !ticked.includes(name));
  const others = (session?.staff ?? []).filter(({ personId }) => personId !== session?.current?.personId);
  return (
    <div className="checks">
      <h2>{t('checks')}</h2>
      <ul>
        {checks.map((name) => (
          <li key={name}>
            <Checkbox checked={ticked.includes(name)} onChange={(isOn) => { onChange(isOn ? [...ticked, name] : ticked.filter((other) => other !== name)); }}>
              <span><b>{t(`check.${name}`)}</b> <span className="sub">{t(`checkWhat.${name}`)}</span> {name === next && <Key>F6</Key>}</span>
            </Checkbox>
          </li>
        ))}
      </ul>
      <KeyValues className="sign" items={[
        { key: 'by', label: t('dispensedBy'), value: session?.current?.name ?? '' },
        {
          key: 'checked',
          label: t('checkedBy'),
          value: (
            <Select boxSize="sm" aria-label={t('checkedBy')} value={checkedBy === '' ? 'self' : checkedBy} onChange={(id) => { onCheckedBy(id === 'self' ? '' : id); }}
              options={[{ value: 'self', label: t('checkedBySelf') }, ...others.map(({ personId, name }) => ({ value: personId, label: name }))]} />
          ),
        },
      ]} />
    </div>
  );
}
