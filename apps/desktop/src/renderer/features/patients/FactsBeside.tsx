import { classNames, Icon } from '@lianyi/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** What a person is known by, in words; empty where not known. */
export interface Facts {
  readonly name: string;
  readonly sex: string;
  readonly birthDate: string;
  readonly address: string;
  readonly phone: string;
  readonly identityNumber?: string;
  readonly lastVisit?: string;
}

interface Side { readonly title: ReactNode; readonly facts: Facts }

const order = ['name', 'sex', 'birthDate', 'identityNumber', 'phone', 'address', 'lastVisit'] as const;

/** Two people side by side; what agrees has a tick, what differs is bold. */
export function FactsBeside({ left, right }: { readonly left: Side; readonly right: Side }) {
  const { t } = useTranslation('patients');
  return (
    <table className="factsbeside">
      <thead><tr><td /><th scope="col">{left.title}</th><th scope="col">{right.title}</th><td /></tr></thead>
      <tbody>
        {order.filter((key) => left.facts[key] !== undefined || right.facts[key] !== undefined).map((key) => {
          const [one, other] = [left.facts[key] ?? '', right.facts[key] ?? ''];
          const isSame = one !== '' && one === other;
          const differs = one !== '' && other !== '' && one !== other;
          return (
            <tr key={key}>
              <th scope="row">{t(key)}</th>
              <td className={classNames(differs && 'differs')}>{one === '' ? '—' : one}</td>
              <td className={classNames(differs && 'differs')}>{other === '' ? '—' : other}</td>
              <td>{isSame && <Icon name="tick" className="is-ok" />}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
