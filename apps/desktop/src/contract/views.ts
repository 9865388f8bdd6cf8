/** What the host answers, for the renderer to draw. */
export type * from '../host/chart/views.ts';
export type * from '../host/features/catalogue/views.ts';
export type * from '../host/features/dispensing/views.ts';
export type * from '../host/features/doctor/views.ts';
export type * from '../host/features/encounters/views.ts';
export type * from '../host/features/imports/views.ts';
export type * from '../host/features/parcels/views.ts';
export type * from '../host/features/patients/views.ts';
export type * from '../host/features/prescriptions/views.ts';
export type * from '../host/features/reviews/views.ts';
export type * from '../host/features/session/keyViews.ts';
export type * from '../host/features/session/views.ts';
export type * from '../host/features/stock/views.ts';
export type * from '../host/features/today/views.ts';
export type * from '../host/replica/repair/checkReport.ts';
export type * from '../host/replication/lineView.ts';
export type * from '../host/replication/trafficViews.ts';
