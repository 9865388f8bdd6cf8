import { create } from 'zustand';

interface HostContact {
  /** True from the first call that nobody answered until one is answered again. */
  readonly isLost: boolean;
  /** Counts the times that the host came back: it may have been started anew, and then knows nobody. */
  readonly returns: number;
  readonly lost: () => void;
  readonly answered: () => void;
}

/** Whether the program behind this page answers. Everything that says "saved" looks here first. */
export const useHostContact = create<HostContact>((set) => ({
  isLost: false,
  returns: 0,
  lost: () => { set({ isLost: true }); },
  answered: () => { set((contact) => (contact.isLost ? { isLost: false, returns: contact.returns + 1 } : contact)); },
}));
