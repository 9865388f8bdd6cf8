import { useRef, useState, type ReactNode } from 'react';
import { AppShell, FindBox, LineState, StaffBadge, useHotkeys, type RailModule } from '../src/index.ts';

const modules: readonly RailModule[] = [
  { id: 'states', label: '今日', icon: 'today', hotkey: 'Alt+1' }, { id: 'patients', label: '患者', icon: 'people', hotkey: 'Alt+2' },
  { id: 'visit', label: '就诊', icon: 'visit', hotkey: 'Alt+3' }, { id: 'dispense', label: '发药', icon: 'pill', hotkey: 'Alt+4' },
  { id: 'parts', label: '库存', icon: 'stock', hotkey: 'Alt+5' }, { id: 'followups', label: '随访', icon: 'follow', hotkey: 'Alt+6' },
  { id: 'review', label: '核对', icon: 'review', hotkey: 'Alt+7', count: 2, countLabel: '2 件待核对' }, { id: 'reports', label: '报表', icon: 'report', hotkey: 'Alt+8' },
];

/** The shell around the kit's composed pages. */
export function Frame({ current, children }: { readonly current: string; readonly children: ReactNode }) {
  const [query, setQuery] = useState('');
  const find = useRef<HTMLInputElement>(null);
  useHotkeys({ F2: () => { find.current?.focus(); } });
  return (
    <AppShell
      rail={{
        label: '模块', productName: '联医', modules, endModules: [{ id: 'settings', label: '设置', icon: 'gear' }], current,
        onSelect: (id) => { window.location.hash = `/${id}`; },
      }}
      find={<FindBox ref={find} value={query} onChange={setQuery} placeholder="找患者：姓名、拼音首字母、电话、证件号、档案号" countText="9 人" />}
      lineState={<LineState items={[
        { id: 'saved', icon: 'ok', tone: 'ok', text: '全部已保存' }, { id: 'up', icon: 'up', text: '12 条等待上传' }, { id: 'line', icon: 'nolink', tone: 'warn', text: '上次联通 3 天前' },
      ]} />}
      staff={<StaffBadge name="吴明礼" roleName="乡村医生" lockLabel="锁定" onLock={() => { window.location.hash = '/unlock'; }} />}>
      {children}
    </AppShell>
  );
}
