/** Every page of the app, with what it needs to know. */
export type Page =
  | { readonly name: 'today' }
  /** `query` is what the find box holds. */
  | { readonly name: 'patients'; readonly query?: string }
  /** `typed`: what was looked for in vain, to begin the name, the number or the phone with. */
  | { readonly name: 'register'; readonly typed?: string }
  | { readonly name: 'chart'; readonly patientId: string }
  | { readonly name: 'visit'; readonly encounterId: string }
  | { readonly name: 'dispense'; readonly prescriptionId?: string }
  /** `task`: what to begin with, for the product that ran short elsewhere. */
  | { readonly name: 'stock'; readonly task?: StockTask }
  | { readonly name: 'followUps' }
  | { readonly name: 'reviews'; readonly reviewId?: string }
  | { readonly name: 'slip'; readonly prescriptionId: string }
  /** `part`: what to show first. */
  | { readonly name: 'settings'; readonly part?: 'stick' };

export interface StockTask {
  readonly does: 'receive' | 'count';
  readonly ownerId: string;
  readonly productId: string;
}

export type PageName = Page['name'];

/** The modules of the rail, in the order of Alt+1, Alt+2 ... */
export type ModuleName = 'today' | 'patients' | 'visit' | 'dispense' | 'stock' | 'followUps' | 'reviews' | 'settings';

export function moduleOf(page: Page): ModuleName {
  switch (page.name) {
    case 'register':
    case 'chart': return 'patients';
    case 'slip': return 'dispense';
    default: return page.name;
  }
}

/** `#/chart/<id>`. What was typed is left out: a name in the address would stay in the browser's history. */
export function pageToHash(page: Page): string {
  switch (page.name) {
    case 'chart': return `#/chart/${page.patientId}`;
    case 'visit': return `#/visit/${page.encounterId}`;
    case 'dispense': return page.prescriptionId === undefined ? '#/dispense' : `#/dispense/${page.prescriptionId}`;
    case 'reviews': return page.reviewId === undefined ? '#/reviews' : `#/reviews/${page.reviewId}`;
    case 'slip': return `#/slip/${page.prescriptionId}`;
    default: return `#/${page.name}`;
  }
}

/** The page that an address names; today for one that names none. */
export function hashToPage(hash: string): Page {
  const [name = '', id = ''] = hash.replace(/^#\/?/, '').split('/');
  switch (name) {
    case 'patients':
    case 'register':
    case 'stock':
    case 'followUps':
    case 'settings': return { name };
    case 'chart': return id === '' ? { name: 'patients' } : { name, patientId: id };
    case 'visit': return id === '' ? { name: 'today' } : { name, encounterId: id };
    case 'dispense': return id === '' ? { name } : { name, prescriptionId: id };
    case 'slip': return id === '' ? { name: 'dispense' } : { name, prescriptionId: id };
    case 'reviews': return id === '' ? { name } : { name, reviewId: id };
    default: return { name: 'today' };
  }
}
