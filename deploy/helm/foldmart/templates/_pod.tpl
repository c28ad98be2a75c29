{{/* What the pods of roles and of the setup share. */}}
{{- define "foldmart.podBase" -}}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .Values.serviceAccountName }}
serviceAccountName: {{ . }}
{{- end }}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: {{ int64 .Values.runAsUser }}
  runAsGroup: {{ int64 .Values.runAsUser }}
  fsGroup: {{ int64 .Values.runAsUser }}
  seccompProfile:
    type: RuntimeDefault
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
volumes:
  - name: tmp
    emptyDir:
      sizeLimit: 64Mi
  {{- range $name, $files := .Values.secretFiles }}
  - name: {{ $name }}
    secret:
      secretName: {{ $files.secret }}
      defaultMode: 0440
  {{- end }}
{{- end -}}

{{/* What all containers share. */}}
{{- define "foldmart.containerBase" -}}
image: {{ include "foldmart.image" . }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
{{- with .Values.command }}
command: {{ toJson . }}
{{- end }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
volumeMounts:
  - name: tmp
    mountPath: /tmp
  {{- range $name, $files := .Values.secretFiles }}
  - name: {{ $name }}
    mountPath: {{ $files.path }}
    readOnly: true
  {{- end }}
{{- end -}}

{{/* The probes of a role. A start may wait for a service that is not there yet: five minutes. */}}
{{- define "foldmart.probes" -}}
{{- $root := index . 0 -}}
{{- $role := index . 1 -}}
{{- $http := $role.http -}}
{{- $hasMetrics := dig "metrics" true $role -}}
{{- if or $http $hasMetrics -}}
{{- $port := ternary "http" "metrics" (not (empty $http)) -}}
{{- $live := dig "http" "live" "/health/live" $role -}}
startupProbe:
  httpGet:
    port: {{ $port }}
    path: {{ $live }}
  periodSeconds: 2
  timeoutSeconds: 2
  failureThreshold: 150
livenessProbe:
  httpGet:
    port: {{ $port }}
    path: {{ $live }}
  periodSeconds: 10
  timeoutSeconds: 5
  failureThreshold: 6
{{- if $http }}
readinessProbe:
  httpGet:
    port: http
    path: {{ dig "ready" $live $http }}
  periodSeconds: 5
  timeoutSeconds: 5
  failureThreshold: 3
{{- end }}
{{- end -}}
{{- end -}}
