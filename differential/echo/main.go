// echo serves HTTP and sends requests, for the differential test.
//
//	echo serve   answers every request with 200, its version in X-Version and its pod in X-Pod; 8080 in plain text (also HTTP/2), 8443 over TLS;
//	             at 9000 it is an external authorizer, which lets requests with the header "x-ext-authz: allow" pass
//	echo send    reads one request a line from standard input as JSON and writes one line of counts for each
//	echo cert    prints a new certificate, which signs itself, and its key, as JSON
//	echo sleep   does nothing
package main

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"
)

type order struct {
	URL     string            `json:"url"`
	Method  string            `json:"method"`
	Headers map[string]string `json:"headers"`
	// Address to connect to in place of the URL's, whose host is then the server name only.
	Connect string `json:"connect"`
	// Certificate that the sender presents; none when empty.
	Certificate pair `json:"certificate"`
	Count       int  `json:"count"`
}

// A certificate and its key in PEM.
type pair struct {
	Certificate string `json:"certificate"`
	Key         string `json:"key"`
}

type counts struct {
	Status  map[string]int `json:"status"`
	Version map[string]int `json:"version"`
	// The last Location, and the path and host that the last server saw.
	Location string `json:"location,omitempty"`
	Path     string `json:"path,omitempty"`
	Host     string `json:"host,omitempty"`
	Error    string `json:"error,omitempty"`
}

// What one request came to.
type outcome struct{ status, version, location, path, host, failure string }

func serve() {
	host, _ := os.Hostname()
	// No multiplexer, which would redirect paths that are not in normal form.
	echo := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Version", os.Getenv("VERSION"))
		w.Header().Set("X-Pod", host)
		w.Header().Set("X-Seen-Path", r.RequestURI)
		w.Header().Set("X-Seen-Host", r.Host)
		fmt.Fprintf(w, "%s %s %s\n", r.Method, r.Host, r.URL)
	})
	go func() {
		fmt.Fprintln(os.Stderr, http.ListenAndServe(":9000", http.HandlerFunc(authorize)))
		os.Exit(1)
	}()
	go func() {
		fresh := newPair()
		certificate, err := tls.X509KeyPair([]byte(fresh.Certificate), []byte(fresh.Key))
		if err == nil {
			server := &http.Server{Addr: ":8443", Handler: echo, TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}}}
			err = server.ListenAndServeTLS("", "")
		}
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}()
	plain := &http.Server{Addr: ":8080", Handler: echo, Protocols: &http.Protocols{}}
	plain.Protocols.SetHTTP1(true)
	plain.Protocols.SetUnencryptedHTTP2(true)
	fmt.Fprintln(os.Stderr, plain.ListenAndServe())
	os.Exit(1)
}

func authorize(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("X-Ext-Authz") != "allow" {
		w.WriteHeader(http.StatusForbidden)
	}
}

func newPair() pair {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "differential"},
		DNSNames:              []string{"*.com", "*.b.com", "*.shop", "*.shop.svc.cluster.local"},
		NotBefore:             time.Now().Add(-time.Hour),
		NotAfter:              time.Now().Add(240 * time.Hour),
		KeyUsage:              x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		BasicConstraintsValid: true,
		IsCA:                  true,
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		panic(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		panic(err)
	}
	return pair{
		Certificate: string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate})),
		Key:         string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})),
	}
}

func once(o order) outcome {
	failed := func(err error) outcome { return outcome{status: "reset", failure: err.Error()} }
	settings := &tls.Config{InsecureSkipVerify: true}
	if o.Certificate.Key != "" {
		certificate, err := tls.X509KeyPair([]byte(o.Certificate.Certificate), []byte(o.Certificate.Key))
		if err != nil {
			return failed(err)
		}
		settings.Certificates = []tls.Certificate{certificate}
	}
	transport := &http.Transport{DisableKeepAlives: true, TLSClientConfig: settings}
	if o.Connect != "" {
		dialer := &net.Dialer{}
		transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
			return dialer.DialContext(ctx, network, o.Connect)
		}
	}
	client := &http.Client{Timeout: 10 * time.Second, Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
	method := o.Method
	if method == "" {
		method = "GET"
	}
	r, err := http.NewRequest(method, o.URL, nil)
	if err != nil {
		return failed(err)
	}
	for name, value := range o.Headers {
		if strings.EqualFold(name, "host") {
			r.Host = value
		} else {
			r.Header.Set(name, value)
		}
	}
	response, err := client.Do(r)
	if err != nil {
		return failed(err)
	}
	defer response.Body.Close()
	io.Copy(io.Discard, response.Body)
	seen := response.Header
	return outcome{
		status:   fmt.Sprint(response.StatusCode),
		version:  seen.Get("X-Version"),
		location: seen.Get("Location"),
		path:     seen.Get("X-Seen-Path"),
		host:     seen.Get("X-Seen-Host"),
	}
}

// Takes a value over unless there is none.
func keep(last *string, value string) {
	if value != "" {
		*last = value
	}
}

func send() {
	input := bufio.NewScanner(os.Stdin)
	input.Buffer(make([]byte, 1<<20), 1<<20)
	for input.Scan() {
		var o order
		if json.Unmarshal(input.Bytes(), &o) != nil {
			continue
		}
		result := counts{Status: map[string]int{}, Version: map[string]int{}}
		var lock sync.Mutex
		var wait sync.WaitGroup
		slots := make(chan bool, 4)
		for i := 0; i < o.Count; i++ {
			wait.Add(1)
			slots <- true
			go func() {
				defer wait.Done()
				one := once(o)
				lock.Lock()
				result.Status[one.status]++
				result.Version[one.version]++
				keep(&result.Location, one.location)
				keep(&result.Path, one.path)
				keep(&result.Host, one.host)
				keep(&result.Error, one.failure)
				lock.Unlock()
				<-slots
			}()
		}
		wait.Wait()
		json.NewEncoder(os.Stdout).Encode(result)
	}
}

func main() {
	switch {
	case len(os.Args) > 1 && os.Args[1] == "send":
		send()
	case len(os.Args) > 1 && os.Args[1] == "cert":
		json.NewEncoder(os.Stdout).Encode(newPair())
	case len(os.Args) > 1 && os.Args[1] == "sleep":
		time.Sleep(1 << 62)
	default:
		serve()
	}
}
