{{/* A value as text. YAML numbers arrive as floats, and 1000000 must not become 1e+06. */}}
{{- define "foldmart.text" -}}
{{- if and (kindIs "float64" .) (eq (floor .) .) -}}{{ int64 . }}{{- else -}}{{ toString . }}{{- end -}}
{{- end -}}

{{/* Takes a dict: settings and secretSettings. A name in both is read from the secret. */}}
{{- define "foldmart.environment" -}}
- name: POD_NAME
  valueFrom:
    fieldRef:
      fieldPath: metadata.name
{{- $secrets := .secretSettings }}
{{- range $name, $value := .settings }}
{{- if not (hasKey $secrets $name) }}
- name: {{ $name }}
  value: {{ include "foldmart.text" $value | quote }}
{{- end }}
{{- end }}
{{- range $name, $reference := $secrets }}
- name: {{ $name }}
  valueFrom:
    secretKeyRef:
      name: {{ $reference.name }}
      key: {{ $reference.key | default $name }}
{{- end }}
{{- end -}}
