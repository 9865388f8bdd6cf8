import type { Role } from '@lianyi/schema/codes/roles';
import { consoleUsers, demoClinics, pinOf } from './clinics.ts';
import { demoPeople, organisationOf } from './county/organisations.ts';
import type { Home } from './home.ts';
import { writeWhole } from './home.ts';
import type { Running } from './runAll.ts';

/** What `.lianyi/demo.json` tells programs that drive the demo. The PINs and passwords are made up and for the demo only. */
export interface DemoFile {
  readonly county: {
    readonly url: string;
    readonly databaseUrl: string;
    readonly users: readonly { readonly name: string; readonly password: string; readonly role: string }[];
  };
  readonly clinics: readonly {
    readonly slug: string;
    readonly name: string;
    readonly url: string;
    readonly dataDir: string;
    readonly staff: readonly { readonly name: string; readonly role: Role; readonly pin: string }[];
  }[];
  /** Switches: POST to `cut` and `restore`; `GET state` answers `[{slug, name, isCut}]`. */
  readonly line: {
    readonly url: string;
    readonly state: string;
    readonly clinics: readonly { readonly slug: string; readonly name: string; readonly cut: string; readonly restore: string }[];
  };
}

export function writeDemoFile(home: Home, databaseUrl: string, running: Running): DemoFile {
  const demo: DemoFile = {
    county: { url: running.countyUrl, databaseUrl, users: consoleUsers },
    clinics: running.clinics.map((clinic) => ({ ...clinic, staff: staffOf(clinic.slug) })),
    line: {
      url: running.switchboardUrl,
      state: `${running.switchboardUrl}/lines`,
      clinics: running.clinics.map(({ slug, name }) => ({
        slug, name, cut: `${running.switchboardUrl}/lines/${slug}/cut`, restore: `${running.switchboardUrl}/lines/${slug}/restore`,
      })),
    },
  };
  writeWhole(home.demoFile, `${JSON.stringify(demo, undefined, 2)}\n`);
  return demo;
}

/** A PC is open to its institution's staff, and to those of the one above it, who visit. */
function staffOf(slug: string): DemoFile['clinics'][number]['staff'] {
  const clinic = demoClinics.find((entry) => entry.slug === slug);
  if (!clinic) return [];
  const org = organisationOf(clinic.orgSlug);
  return demoPeople.flatMap((person) => {
    const pin = pinOf[person.name];
    const post = person.posts.find(({ orgId }) => orgId === org.id || orgId === org.parentId);
    return post !== undefined && pin !== undefined ? [{ name: person.name, role: post.role, pin }] : [];
  });
}

const roleNames: Partial<Record<Role, string>> = { villageDoctor: '乡村医生', storeKeeper: '药品管理员', nurse: '护士', physician: '执业医师', pharmacist: '药师', townshipHead: '卫生院院长' };

export function announce(demo: DemoFile, seconds: number): void {
  console.log(`\n联医已启动 · Lianyi runs (${seconds.toFixed(1)} s)\n`);
  for (const clinic of demo.clinics) {
    console.log(`  ${clinic.name}\n    ${clinic.url}`);
    console.log(`    PIN  ${clinic.staff.map(({ name, role, pin }) => `${name} ${roleNames[role] ?? role} ${pin}`).join('   ')}`);
  }
  console.log(`  县控制台 County console\n    ${demo.county.url}`);
  console.log(`    ${demo.county.users.map(({ name, password }) => `${name} ${password}`).join('   ')}`);
  console.log(`  线路开关 Line switches\n    ${demo.line.url}`);
  console.log('\n  Ctrl-C 停止 · stops all; npm start 接着上次 · goes on; npm start -- --fresh 从头开始 · begins anew\n');
}
