import { create } from 'zustand';

interface QueueRequestState {
  /** Null while the dialog is closed; `patientId` null: choose one there. */
  readonly request: { readonly patientId: string | null; readonly name: string } | null;
  readonly open: (patient?: { readonly patientId: string; readonly name: string }) => void;
  readonly close: () => void;
}

/** Asks for the dialog that registers a waiting patient, from any page. */
export const useQueueRequest = create<QueueRequestState>((set) => ({
  request: null,
  open: (patient) => { set({ request: patient ?? { patientId: null, name: '' } }); },
  close: () => { set({ request: null }); },
}));
