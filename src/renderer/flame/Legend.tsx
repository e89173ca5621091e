import { familyWords } from '../../core/charts/family-hue.ts';
import { Swatch } from './Swatch.tsx';
import styles from './FlameView.module.css';

export function Legend({ categories }: { readonly categories: readonly string[] }) {
  return (
    <ul className={styles.legend} aria-label="Colours">
      {categories.map((category) => (
        <li key={category} className={styles.entry}>
          <Swatch category={category} />
          {familyWords(category)}
        </li>
      ))}
    </ul>
  );
}
