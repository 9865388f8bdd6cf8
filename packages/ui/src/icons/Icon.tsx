import { iconShapes, type IconName } from './iconShapes.tsx';

export interface IconProps {
  readonly name: IconName;
  /** Say it to a screen reader; without a label the drawing is decoration beside a word. */
  readonly label?: string | undefined;
  /** `is-danger`, `is-warn`, `is-ok`, `is-info`, `is-accent`, or a class of one's own. */
  readonly className?: string | undefined;
  /** Side in px; 16 without it, or what the style sheet says. */
  readonly size?: number | undefined;
}

export function Icon({ name, label, className, size }: IconProps) {
  const naming = label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    <svg className={className === undefined ? 'i' : `i ${className}`} viewBox="0 0 16 16" {...naming}
      style={size === undefined ? undefined : { width: size, height: size }}>
      {iconShapes[name]}
    </svg>
  );
}
