import { useQueryClient } from '@tanstack/react-query';
import { LinkButton } from '@lianyi/ui';
import { useTranslation } from 'react-i18next';
import { useCounty } from '../../client/useCounty.ts';
import { useLogout } from '../../shell/useLogout.ts';
import { useTitle } from '../../shell/useTitle.ts';
import { Motto } from './Motto.tsx';
import { TotpSetUp } from '../../shell/TotpSetUp.tsx';

/** After the first login of a post that needs one-time codes: nothing else is there before they are set up. */
export function SetUpTotpPage() {
  const { t } = useTranslation('session');
  const county = useCounty();
  const queries = useQueryClient();
  const logout = useLogout();
  useTitle(t('setUp.title'));
  return (
    <div className="login">
      <Motto />
      <main className="login-right">
        <div className="login-top"><LinkButton onClick={logout}>{t('setUp.logout')}</LinkButton></div>
        <div className="login-col">
          <h1>{t('setUp.heading')}</h1>
          <p className="sub">{t('setUp.sub')}</p>
          <TotpSetUp onDone={() => { void queries.invalidateQueries({ queryKey: county.session.me.queryKey() }); }} />
        </div>
      </main>
    </div>
  );
}
