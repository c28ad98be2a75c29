/** The kinds of fields that forms of the page have. */
export type FieldType = 'text' | 'number' | 'datetime-local';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly placeholder?: string;
  readonly type?: FieldType;
  readonly isWide?: boolean;
}

/** A field of a form with its label above it. */
export function TextField(props: TextFieldProps) {
  const { label, value, onInput, placeholder, type = 'text', isWide = false } = props;
  const common = {
    value,
    placeholder,
    spellcheck: false,
    autocomplete: 'off',
    onInput: (event: { readonly currentTarget: HTMLInputElement }) =>
      onInput(event.currentTarget.value),
  } as const;
  return (
    <label class={isWide ? undefined : 'narrow'}>
      <span>{label}</span>
      {inputOf(type, common)}
    </label>
  );
}

function inputOf(type: FieldType, common: object) {
  if (type === 'number') return <input {...common} type="number" min={0} />;
  if (type === 'datetime-local') return <input {...common} type="datetime-local" step={1} />;
  return <input {...common} type="text" />;
}

interface TextAreaProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly rows: number;
  readonly placeholder?: string;
}

/** A field for text of several lines. */
export function TextArea({ label, value, onInput, rows, placeholder }: TextAreaProps) {
  return (
    <label class="area">
      <span>{label}</span>
      <textarea
        class="mono"
        rows={rows}
        value={value}
        placeholder={placeholder}
        spellcheck={false}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </label>
  );
}
