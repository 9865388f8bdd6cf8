export interface LogoProps {
  /** The product's name; leave it out where the name stands beside the mark. */
  readonly label?: string | undefined;
  readonly size?: number | undefined;
}

/** Two links joined into a cross: 联 and 医. */
export function Logo({ label, size = 26 }: LogoProps) {
  const naming = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" style={{ width: size, height: size }} {...naming}>
      <path d="M9 8.200V5.500a3 3 0 0 1 6 0v8.300M15 17v1.500a3 3 0 0 1-6 0v-8.300" />
      <path d="M7.800 15H5.500a3 3 0 0 1 0-6h8.300M17 9h1.500a3 3 0 0 1 0 6h-8.300" />
    </svg>
  );
}
