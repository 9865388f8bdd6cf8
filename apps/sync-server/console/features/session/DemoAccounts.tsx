import { useQuery } from '@tanstack/react-query';
import { Icon } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import type { DemoAccountView } from '../../../src/reports/views.ts';
import { useCounty } from '../../client/useCounty.ts';

/** The accounts of a demo county, one press away. A county at work has none to show. */
export function DemoAccounts({ onPick }: { readonly onPick: (account: DemoAccountView) => void }) {
  const { t } = useTranslation('session');
  const shell = useTranslation('shell').t;
  const accounts = useQuery(useCounty().session.demoAccounts.queryOptions(undefined, { staleTime: Infinity })).data ?? [];
  if (accounts.length === 0) return null;
  return (
    <section className="login-demo" aria-labelledby="demo">
      <h2 id="demo">{t('demo')} <span className="dim small">{t('demoNote')}</span></h2>
      <ul>
        {accounts.map((account) => (
          <li key={account.login}>
            <button type="button" onClick={() => { onPick(account); }}>
              <span><b>{account.login}</b><span className="sub">{shell(`role.${account.role}`)}</span></span><Icon name="right" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
